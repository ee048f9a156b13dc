import { qualifiedName } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { metadataField } from '../metadata.ts';
import { defineRule } from '../rule.ts';

/** Source: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go (ValidateAnnotations) */
export default defineRule({
  id: 'metadata-annotations',
  covers: ['META-06'],
  summary: 'The key of an annotation is a qualified name; upper case is fine in its prefix.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set',
  severity: 'error',
  on: 'meta.v1.ObjectMeta',
  *check(metadata, site) {
    const field = metadataField(site, 'annotations');
    if (field === undefined) return;
    for (const key of Object.keys(metadata.annotations ?? {})) {
      for (const complaint of qualifiedName(key.toLowerCase())) {
        yield invalid({ path: site.at('annotations', key), field }, key, complaint);
      }
    }
  },
});
