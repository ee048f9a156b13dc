import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const policies = ['Failed', 'TerminatingOrFailed'];

/** Source: pkg/apis/batch/validation/validation.go (validatePodReplacementPolicy) */
export default defineRule({
  id: 'job-pod-replacement-policy',
  covers: ['JOB-10'],
  summary: 'A Job replaces pods that failed, or also those that terminate; with a pod failure policy only the former.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-replacement-policy',
  severity: 'error',
  on: 'batch.v1.JobSpec',
  *check({ podReplacementPolicy, podFailurePolicy }, site) {
    if (podReplacementPolicy === undefined) return;
    const allowed = podFailurePolicy === undefined ? policies : ['Failed'];
    if (!allowed.includes(podReplacementPolicy))
      yield unsupported(site.at('podReplacementPolicy'), podReplacementPolicy, allowed);
  },
});
