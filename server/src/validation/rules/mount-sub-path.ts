import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { descendingPathErrors } from '../volumes.ts';

/** Upstream leaves the index out where the path is wrong. Source: pkg/apis/core/validation/validation.go (ValidateVolumeMounts) */
export default defineRule({
  id: 'mount-sub-path',
  covers: ['MNT-03'],
  summary: 'A subPath is relative and stays in its volume, and there is only one of subPath and subPathExpr.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath',
  severity: 'error',
  on: 'core.v1.VolumeMount',
  *check({ subPath = '', subPathExpr = '' }, site) {
    const mounts = site.field.replace(/\[\d+\]$/, '');
    if (subPath !== '') yield* descendingPathErrors({ path: site.at('subPath'), field: `${mounts}.subPath` }, subPath);
    if (subPathExpr === '') return;
    if (subPath !== '') yield invalid(site.at('subPathExpr'), subPathExpr, 'subPathExpr and subPath are mutually exclusive');
    yield* descendingPathErrors({ path: site.at('subPathExpr'), field: `${mounts}.subPathExpr` }, subPathExpr);
  },
});
