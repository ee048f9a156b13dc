import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const policies = ['Retain', 'Delete'];

/** Source: pkg/apis/apps/validation/validation.go (ValidatePersistentVolumeClaimRetentionPolicy) */
export default defineRule({
  id: 'statefulset-claim-retention',
  covers: ['STS-06'],
  summary: 'The claims of a StatefulSet are retained or deleted.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#persistentvolumeclaim-retention',
  severity: 'error',
  on: 'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy',
  *check(policy, site) {
    for (const field of ['whenDeleted', 'whenScaled'] as const) {
      const value = policy[field] ?? '';
      if (!policies.includes(value)) yield unsupported(site.at(field), value, policies);
    }
  },
});
