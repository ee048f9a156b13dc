import { dns1123Subdomain } from '../../kubernetes/names.ts';
import { invalid, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isCheckedClaim } from '../volumes.ts';

const modes = ['Block', 'Filesystem'];

/** Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimSpec) */
export default defineRule({
  id: 'pvc-volume-mode',
  covers: ['PVC-03'],
  summary: 'A claim is for a file system or a block device, of a class that has a name.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#volume-mode',
  severity: 'error',
  on: 'core.v1.PersistentVolumeClaimSpec',
  *check(spec, site) {
    if (!isCheckedClaim(site)) return;
    const { volumeMode } = spec;
    for (const field of ['storageClassName', 'volumeAttributesClassName'] as const) {
      const name = spec[field] ?? '';
      if (name === '') continue;
      for (const complaint of dns1123Subdomain(name)) yield invalid(site.at(field), name, complaint);
    }
    if (volumeMode !== undefined && !modes.includes(volumeMode)) yield unsupported(site.at('volumeMode'), volumeMode, modes);
  },
});
