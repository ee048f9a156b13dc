import { forbidden, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isCheckedSelector } from '../selector.ts';

/** Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (ValidateLabelSelectorRequirement) */
export default defineRule({
  id: 'selector-values',
  covers: ['SEL-02', 'SEL-03'],
  summary: 'In and NotIn compare with values; Exists and DoesNotExist have none.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#set-based-requirement',
  severity: 'error',
  on: 'meta.v1.LabelSelector',
  *check(selector, site) {
    if (!isCheckedSelector(site)) return;
    for (const [index, { operator, values = [] }] of (selector.matchExpressions ?? []).entries()) {
      const path = site.at('matchExpressions', index, 'values');
      if ((operator === 'In' || operator === 'NotIn') && values.length === 0) {
        yield required(path, "must be specified when `operator` is 'In' or 'NotIn'");
      }
      if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0) {
        yield forbidden(path, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      }
    }
  },
  fix(error) {
    if (error.type !== 'Forbidden') return undefined;
    return { title: 'Remove the values', edits: [{ do: 'remove', path: error.path }] };
  },
});
