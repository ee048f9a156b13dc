import { invalid } from '../field-error.ts';
import { intOrPercentValue, nonNegative } from '../numbers.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (validateRollingUpdateStatefulSet) */
export default defineRule({
  id: 'statefulset-rolling-update',
  covers: ['STS-04'],
  summary: 'A rolling update of a StatefulSet takes away at least one pod at a time, from a partition of 0 or more on.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#rolling-updates',
  severity: 'error',
  on: 'apps.v1.RollingUpdateStatefulSetStrategy',
  *check(update, site) {
    const strategy = site.ancestors.at(-1)?.value as { readonly type?: string } | undefined;
    if (strategy?.type !== 'RollingUpdate') return;
    yield* nonNegative(update, site, ['partition']);
    if (update.maxUnavailable !== undefined && intOrPercentValue(update.maxUnavailable) === 0) {
      yield invalid(site.at('maxUnavailable'), update.maxUnavailable, 'cannot be 0');
    }
  },
  fix(error) {
    if (error.detail !== 'cannot be 0') return undefined;
    return { title: 'Replace one pod at a time', edits: [{ do: 'set', path: error.path, value: 1 }] };
  },
});
