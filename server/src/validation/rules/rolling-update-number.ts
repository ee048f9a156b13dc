import { positiveIntOrPercent } from '../numbers.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (ValidatePositiveIntOrPercent) */
export default defineRule({
  id: 'rolling-update-number',
  covers: ['DEP-08', 'DS-06', 'STS-04'],
  summary: 'maxSurge and maxUnavailable are counts or percentages, and not negative.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment',
  severity: 'error',
  on: ['apps.v1.RollingUpdateDaemonSet', 'apps.v1.RollingUpdateDeployment', 'apps.v1.RollingUpdateStatefulSetStrategy'],
  *check(update, site) {
    // Only the settings of the type that is in force are looked at.
    const strategy = site.ancestors.at(-1)?.value as { readonly type?: string } | undefined;
    if (strategy?.type !== 'RollingUpdate') return;
    if (update.maxUnavailable !== undefined) yield* positiveIntOrPercent(site.at('maxUnavailable'), update.maxUnavailable);
    const maxSurge = 'maxSurge' in update ? update.maxSurge : undefined;
    if (maxSurge !== undefined) yield* positiveIntOrPercent(site.at('maxSurge'), maxSurge);
  },
  fix(error) {
    const isCount = typeof error.value === 'string' && /^[0-9]+$/.test(error.value);
    if (!isCount) return undefined;
    return { title: `Write ${error.value} as a number`, edits: [{ do: 'set', path: error.path, value: Number(error.value) }] };
  },
});
