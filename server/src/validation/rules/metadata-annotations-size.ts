import { byteLength } from '../../kubernetes/names.ts';
import { tooLong } from '../field-error.ts';
import { metadataField } from '../metadata.ts';
import { defineRule } from '../rule.ts';

const mostBytes = 256 * 1024;

/** Source: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go (ValidateAnnotationsSize) */
export default defineRule({
  id: 'metadata-annotations-size',
  covers: ['META-07'],
  summary: 'All annotations of an object, keys and values, are at most 256 KiB.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/',
  severity: 'error',
  on: 'meta.v1.ObjectMeta',
  *check(metadata, site) {
    const field = metadataField(site, 'annotations');
    if (field === undefined) return;
    const bytes = Object.entries(metadata.annotations ?? {}).reduce(
      (sum, [key, value]) => sum + byteLength(key) + byteLength(value ?? ''),
      0,
    );
    if (bytes > mostBytes) yield tooLong({ path: site.at('annotations'), field }, mostBytes);
  },
});
