import { warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Of a pod itself the API server makes a second of it before it looks. Source: pkg/api/pod/warnings.go */
export default defineRule({
  id: 'warning-grace-period',
  covers: ['WARN-04'],
  summary: 'A negative grace period is one second.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  severity: 'warning',
  on: 'core.v1.PodSpec',
  *check({ terminationGracePeriodSeconds: seconds = 0 }, site) {
    if (seconds >= 0) return;
    const detail = 'must be >= 0; negative values are invalid and will be treated as 1';
    yield warning(site.at('terminationGracePeriodSeconds'), detail);
  },
});
