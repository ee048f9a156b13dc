import { dns1123Label } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isInCheckedSource } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (validateStorageOSVolumeSource) */
export default defineRule({
  id: 'volume-storageos',
  covers: ['VOL-14'],
  summary: 'The name and the namespace of a StorageOS volume are DNS labels.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#volume-types',
  severity: 'error',
  on: ['core.v1.StorageOSVolumeSource', 'core.v1.StorageOSPersistentVolumeSource'],
  *check({ volumeName = '', volumeNamespace = '' }, site) {
    if (!isInCheckedSource(site)) return;
    for (const [field, name] of Object.entries({ volumeName, volumeNamespace })) {
      if (name !== '') for (const complaint of dns1123Label(name)) yield invalid(site.at(field), name, complaint);
    }
  },
});
