import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateVolumeMounts) */
export default defineRule({
  id: 'mount-path',
  covers: ['MNT-02'],
  summary: 'A mount has a path in the container that no other mount has.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#background',
  severity: 'error',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  *check({ volumeMounts = [] }, site) {
    const taken = new Set<string>();
    for (const [index, { mountPath = '' }] of volumeMounts.entries()) {
      const path = site.at('volumeMounts', index, 'mountPath');
      if (mountPath === '') yield required(path);
      if (taken.has(mountPath)) yield invalid(path, mountPath, 'must be unique');
      taken.add(mountPath);
    }
  },
});
