import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetSpec) */
export default defineRule({
  id: 'statefulset-pod-management-policy',
  covers: ['STS-02'],
  summary: 'A StatefulSet makes its pods one after the other (OrderedReady) or all at once (Parallel).',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-management-policies',
  severity: 'error',
  on: 'apps.v1.StatefulSetSpec',
  *check({ podManagementPolicy = 'OrderedReady' }, site) {
    if (podManagementPolicy === 'OrderedReady' || podManagementPolicy === 'Parallel') return;
    yield invalid(site.at('podManagementPolicy'), podManagementPolicy, "must be 'OrderedReady' or 'Parallel'");
  },
});
