import { labelValue, qualifiedName } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isCheckedSelector } from '../selector.ts';

/** Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (ValidateLabelSelector) */
export default defineRule({
  id: 'selector-labels',
  covers: ['SEL-01', 'SEL-04'],
  summary: 'The keys and values of a label selector have the form of labels.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors',
  severity: 'error',
  on: 'meta.v1.LabelSelector',
  *check(selector, site) {
    if (!isCheckedSelector(site)) return;
    const field = `${site.field}.matchLabels`;
    for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
      const place = { path: site.at('matchLabels', key), field };
      for (const complaint of qualifiedName(key)) yield invalid(place, key, complaint);
      for (const complaint of labelValue(value ?? '')) yield invalid(place, value, complaint);
    }
    for (const [index, { key = '', values = [] }] of (selector.matchExpressions ?? []).entries()) {
      for (const complaint of qualifiedName(key)) yield invalid(site.at('matchExpressions', index, 'key'), key, complaint);
      for (const [valueIndex, value] of values.entries()) {
        const path = site.at('matchExpressions', index, 'values', valueIndex);
        for (const complaint of labelValue(value)) yield invalid(path, value, complaint);
      }
    }
  },
});
