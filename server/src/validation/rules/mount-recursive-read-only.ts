import { forbidden, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const modes: readonly string[] = ['Disabled', 'Enabled', 'IfPossible'];

/** Upstream leaves the index out. Source: pkg/apis/core/validation/validation.go (validateMountRecursiveReadOnly) */
export default defineRule({
  id: 'mount-recursive-read-only',
  covers: ['MNT-05'],
  summary: 'A recursively read-only mount is read-only and does not propagate.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#recursive-read-only-mounts',
  severity: 'error',
  on: 'core.v1.VolumeMount',
  *check({ recursiveReadOnly: mode, readOnly, mountPropagation }, site) {
    if (mode === undefined || mode === 'Disabled') return;
    const place = { path: site.at('recursiveReadOnly'), field: `${site.field.replace(/\[\d+\]$/, '')}.recursiveReadOnly` };
    if (!modes.includes(mode)) {
      yield unsupported(place, mode, modes);
      return;
    }
    if (readOnly !== true) yield forbidden(place, 'may only be specified when readOnly is true');
    if (mountPropagation !== undefined && mountPropagation !== 'None') {
      yield forbidden(place, 'may only be specified when mountPropagation is None or not specified');
    }
  },
  fix: (error) => spellingFix(error, modes),
});
