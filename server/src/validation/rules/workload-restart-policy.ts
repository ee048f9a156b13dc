import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { workloadSpecs } from '../workload.ts';

/** Source: pkg/apis/apps/validation/validation.go */
export default defineRule({
  id: 'workload-restart-policy',
  covers: ['DEP-04', 'RS-03', 'DS-02', 'STS-08'],
  summary: 'Pods of a workload that keeps them running are restarted always.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template',
  severity: 'error',
  on: workloadSpecs,
  *check(spec, site) {
    const policy = spec.template?.spec?.restartPolicy;
    if (policy !== undefined && policy !== 'Always') {
      yield unsupported(site.at('template', 'spec', 'restartPolicy'), policy, ['Always']);
    }
  },
  fix: (error) => ({ title: 'Restart always', edits: [{ do: 'set', path: error.path, value: 'Always' }] }),
});
