import { inRange } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidatePodSpec) */
export default defineRule({
  id: 'pod-active-deadline',
  covers: ['POD-09'],
  summary: 'The active deadline of a pod is a positive 32 bit number of seconds.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#lifecycle',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ activeDeadlineSeconds: seconds }, site) {
    if (seconds === undefined) return;
    for (const complaint of inRange(seconds, 1, 2147483647)) yield invalid(site.at('activeDeadlineSeconds'), seconds, complaint);
  },
});
