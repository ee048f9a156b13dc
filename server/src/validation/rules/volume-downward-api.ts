import { fieldRefErrors, resourceFieldRefErrors } from '../downward-api.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';
import { fileModeForm, isFileMode, isInCheckedSource, localPathErrors } from '../volumes.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';

const fields: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/** Upstream names the volume, not the item. Source: pkg/apis/core/validation/validation.go (validateDownwardAPIVolumeFile) */
export default defineRule({
  id: 'volume-downward-api',
  covers: ['VOL-08'],
  summary: 'A file of a downward API volume has a path and takes its text from one field or one resource.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#available-fields',
  severity: 'error',
  on: 'core.v1.DownwardAPIVolumeFile',
  *check(file, site) {
    if (!isInCheckedSource(site)) return;
    for (const error of fileErrors(file, site)) {
      yield { ...error, field: error.field.replace(/\.items\[\d+\]/, '') };
    }
  },
});

function* fileErrors(file: Written<ApiTypes['core.v1.DownwardAPIVolumeFile']>, site: Site): Iterable<FieldError> {
  const { path = '', fieldRef, resourceFieldRef, mode } = file;
  if (path === '') yield required(site.at('path'));
  yield* localPathErrors({ path: site.at('path') }, path);
  if (fieldRef !== undefined) {
    yield* fieldRefErrors(fieldRef, site.at('fieldRef'), fields);
    if (resourceFieldRef !== undefined) {
      yield invalid(site.path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously');
    }
  } else if (resourceFieldRef !== undefined) {
    yield* resourceFieldRefErrors(resourceFieldRef, site.at('resourceFieldRef'), true);
  } else {
    yield required(site.path, 'one of fieldRef and resourceFieldRef is required');
  }
  if (mode !== undefined && !isFileMode(mode)) yield invalid(site.at('mode'), mode, fileModeForm);
}
