import { forbidden } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isCheckedVolume, sourcesOf, type VolumeSource } from '../volumes.ts';

/** Two of the names are misspelt upstream. */
const spelledUpstream: Partial<Record<VolumeSource, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

/** A volume without a source is an emptyDir by default. Source: pkg/apis/core/validation/validation.go (validateVolumeSource) */
export default defineRule({
  id: 'volume-source',
  covers: ['VOL-02'],
  summary: 'A volume has one source.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#volume-types',
  severity: 'error',
  on: 'core.v1.Volume',
  *check(volume, site) {
    if (!isCheckedVolume(volume, site)) return;
    for (const other of sourcesOf(volume).slice(1)) {
      const field = `${site.field}.${spelledUpstream[other] ?? other}`;
      yield forbidden({ path: site.at(other), field }, 'may not specify more than 1 volume type');
    }
  },
  fix(error) {
    return { title: `Remove ${String(error.path.at(-1))}`, edits: [{ do: 'remove', path: error.path }] };
  },
});
