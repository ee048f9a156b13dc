import { invalid } from '../field-error.ts';
import { intOrPercentValue } from '../numbers.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (ValidateRollingUpdateDeployment) */
export default defineRule({
  id: 'deployment-rolling-update-zero',
  covers: ['DEP-09'],
  summary: 'A rolling update may add a pod or take one away: maxSurge and maxUnavailable are not both 0.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-update-deployment',
  severity: 'error',
  on: 'apps.v1.RollingUpdateDeployment',
  *check({ maxUnavailable, maxSurge }, site) {
    const strategy = site.ancestors.at(-1)?.value as { readonly type?: string } | undefined;
    if (strategy?.type !== 'RollingUpdate') return;
    if (intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0) {
      yield invalid(site.at('maxUnavailable'), maxUnavailable, 'may not be 0 when `maxSurge` is 0');
    }
  },
  fix: (_error, site) => ({ title: 'Allow one pod more', edits: [{ do: 'set', path: site.at('maxSurge'), value: 1 }] }),
});
