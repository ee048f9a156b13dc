import { labelValue, qualifiedName } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { metadataField } from '../metadata.ts';

/** Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (ValidateLabels) */
export default defineRule({
  id: 'metadata-labels',
  covers: ['META-05'],
  summary: 'A label has a qualified name as its key and a value of at most 63 letters, digits, dashes, underscores and dots.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  severity: 'error',
  on: 'meta.v1.ObjectMeta',
  *check(metadata, site) {
    const field = metadataField(site, 'labels');
    if (field === undefined) return;
    for (const [key, value] of Object.entries(metadata.labels ?? {})) {
      const place = { path: site.at('labels', key), field };
      for (const complaint of qualifiedName(key)) yield invalid(place, key, complaint);
      for (const complaint of labelValue(value ?? '')) yield invalid(place, value, complaint);
    }
  },
});
