import { formatQuantity, parseQuantity } from '../../kubernetes/quantity.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isCheckedClaim } from '../volumes.ts';

/** The API server leaves out `requests`. Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimSpec) */
export default defineRule({
  id: 'pvc-storage-request',
  covers: ['PVC-02'],
  summary: 'A claim requests an amount of storage.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#resources',
  severity: 'error',
  on: 'core.v1.PersistentVolumeClaimSpec',
  *check({ resources }, site) {
    if (!isCheckedClaim(site)) return;
    const place = { path: site.at('resources', 'requests', 'storage'), field: `${site.field}.resources[storage]` };
    const storage = resources?.requests?.storage;
    if (storage === undefined) {
      yield required(place);
      return;
    }
    const result = parseQuantity(storage);
    if (result.ok && result.quantity.nano <= 0n)
      yield invalid(place, formatQuantity(result.quantity), 'must be greater than zero');
  },
});
