import { invalid, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** A missing policy is Always. Source: pkg/apis/batch/validation/validation.go (validateJobSpec) */
export default defineRule({
  id: 'job-restart-policy',
  covers: ['JOB-02'],
  summary: 'The pods of a Job restart on failure or never; with a pod failure policy, never.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template',
  severity: 'error',
  on: 'batch.v1.JobSpec',
  *check({ template, podFailurePolicy }, site) {
    const path = site.at('template', 'spec', 'restartPolicy');
    const policy = template?.spec?.restartPolicy ?? '';
    if (policy === 'Always' || policy === '') {
      yield required(path, 'valid values: "OnFailure", "Never"');
    } else if (policy !== 'OnFailure' && policy !== 'Never') {
      yield unsupported(path, policy, ['OnFailure', 'Never']);
    } else if (podFailurePolicy !== undefined && policy !== 'Never') {
      yield invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified');
    }
  },
  fix: (error) => ({
    title: 'Never restart: a new pod is made instead',
    edits: [{ do: 'set', path: error.path, value: 'Never' }],
  }),
});
