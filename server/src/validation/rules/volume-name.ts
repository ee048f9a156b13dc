import { dns1123Label } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isCheckedVolume } from '../volumes.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateVolumes) */
export default defineRule({
  id: 'volume-name',
  covers: ['VOL-01'],
  summary: 'A volume has a name, and the name is a DNS label.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#background',
  severity: 'error',
  on: 'core.v1.Volume',
  *check(volume, site) {
    const { name } = volume;
    if (!isCheckedVolume(volume, site)) return;
    if (!name) yield required(site.at('name'));
    else for (const complaint of dns1123Label(name)) yield invalid(site.at('name'), name, complaint);
  },
});
