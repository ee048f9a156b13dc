import { nonNegative } from '../numbers.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetSpec) */
export default defineRule({
  id: 'statefulset-ordinals-start',
  covers: ['STS-05'],
  summary: 'The pods of a StatefulSet are numbered from 0 or more on.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#start-ordinal',
  severity: 'error',
  on: 'apps.v1.StatefulSetOrdinals',
  check: (ordinals, site) => nonNegative(ordinals, site, ['start']),
});
