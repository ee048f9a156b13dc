import { forbidden } from '../field-error.ts';
import { quantityOf } from '../../kubernetes/quantity.ts';
import { defineRule } from '../rule.ts';
import { checkedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateVolumeSource) */
export default defineRule({
  id: 'volume-empty-dir',
  covers: ['VOL-03'],
  summary: 'The size limit of an emptyDir is not negative.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
  severity: 'error',
  on: 'core.v1.Volume',
  *check(volume, site) {
    const emptyDir = checkedSource(volume, 'emptyDir', site);
    if (quantityOf(emptyDir?.sizeLimit).nano < 0n) {
      yield forbidden(site.at('emptyDir', 'sizeLimit'), 'SizeLimit field must be a valid resource quantity');
    }
  },
});
