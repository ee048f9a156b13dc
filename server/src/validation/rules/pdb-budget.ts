import { invalid } from '../field-error.ts';
import { atMost100Percent, positiveIntOrPercent } from '../numbers.ts';
import { defineRule } from '../rule.ts';
import { printedSelector } from '../workload.ts';

/** The whole spec is printed, in the words of the API server's own types. Source: pkg/apis/policy/validation/validation.go */
export default defineRule({
  id: 'pdb-budget',
  covers: ['PDB-01'],
  summary: 'A disruption budget says how many pods stay, or how many may go, as a count or a percentage: not both.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget',
  severity: 'error',
  on: 'policy.v1.PodDisruptionBudgetSpec',
  *check(spec, site) {
    const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy = null } = spec;
    if (minAvailable !== undefined && maxUnavailable !== undefined) {
      const printed = {
        MinAvailable: minAvailable,
        Selector: selector === undefined ? null : printedSelector(selector),
        MaxUnavailable: maxUnavailable,
        UnhealthyPodEvictionPolicy: unhealthyPodEvictionPolicy,
      };
      yield invalid(site.path, printed, 'minAvailable and maxUnavailable cannot be both set');
    }
    for (const field of ['minAvailable', 'maxUnavailable'] as const) {
      const value = spec[field];
      if (value === undefined) continue;
      yield* positiveIntOrPercent(site.at(field), value);
      yield* atMost100Percent(site.at(field), value);
    }
  },
});
