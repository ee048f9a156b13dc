import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isCheckedSelector } from '../selector.ts';

const operators: ReadonlySet<string> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go (ValidateLabelSelectorRequirement) */
export default defineRule({
  id: 'selector-operator',
  covers: ['SEL-04'],
  summary: 'The operator of a label selector is In, NotIn, Exists or DoesNotExist.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements',
  severity: 'error',
  on: 'meta.v1.LabelSelector',
  *check(selector, site) {
    if (!isCheckedSelector(site)) return;
    for (const [index, { operator = '' }] of (selector.matchExpressions ?? []).entries()) {
      if (operators.has(operator)) continue;
      yield invalid(site.at('matchExpressions', index, 'operator'), operator, 'not a valid selector operator');
    }
  },
  fix(error) {
    const meant = [...operators].find((operator) => operator.toLowerCase() === String(error.value).toLowerCase());
    return meant === undefined
      ? undefined
      : { title: `Change to ${meant}`, edits: [{ do: 'set', path: error.path, value: meant }] };
  },
});
