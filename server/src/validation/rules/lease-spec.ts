import { invalid } from '../field-error.ts';
import { negativeDetail } from '../numbers.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/coordination/validation/validation.go (ValidateLeaseSpec) */
export default defineRule({
  id: 'lease-spec',
  covers: [],
  summary: 'A Lease lasts at least a second, and the count of its transitions is not negative.',
  docs: 'https://kubernetes.io/docs/concepts/architecture/leases/',
  severity: 'error',
  on: 'coordination.v1.LeaseSpec',
  *check({ leaseDurationSeconds: seconds, leaseTransitions: transitions = 0 }, site) {
    if (seconds !== undefined && seconds <= 0) yield invalid(site.at('leaseDurationSeconds'), seconds, 'must be greater than 0');
    if (transitions < 0) yield invalid(site.at('leaseTransitions'), transitions, negativeDetail);
  },
});
