import { required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateContainers) */
export default defineRule({
  id: 'pod-containers-required',
  covers: ['POD-01'],
  summary: 'A pod has at least one container.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/#using-pods',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    if ((spec.containers ?? []).length === 0) yield required(site.at('containers'));
  },
});
