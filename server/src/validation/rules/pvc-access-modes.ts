import { forbidden, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isCheckedClaim } from '../volumes.ts';

const modes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

/** The API server names the list, not the item. Source: pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimSpec) */
export default defineRule({
  id: 'pvc-access-modes',
  covers: ['PVC-01'],
  summary: 'A claim asks for at least one access mode; ReadWriteOncePod goes with no other.',
  docs: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
  severity: 'error',
  on: 'core.v1.PersistentVolumeClaimSpec',
  *check({ accessModes = [] }, site) {
    if (!isCheckedClaim(site)) return;
    const field = `${site.field}.accessModes`;
    if (accessModes.length === 0) yield required(site.at('accessModes'), 'at least 1 access mode is required');
    for (const [index, mode] of accessModes.entries()) {
      if (!modes.includes(mode)) yield unsupported({ path: site.at('accessModes', index), field }, mode, modes);
    }
    const hasOthers = accessModes.some((mode) => modes.includes(mode) && mode !== 'ReadWriteOncePod');
    if (accessModes.includes('ReadWriteOncePod') && hasOthers) {
      yield forbidden(site.at('accessModes'), 'may not use ReadWriteOncePod with other access modes');
    }
  },
  fix(error) {
    if (error.type !== 'Required value') return undefined;
    return { title: 'Ask for ReadWriteOnce', edits: [{ do: 'set', path: error.path, value: ['ReadWriteOnce'] }] };
  },
});
