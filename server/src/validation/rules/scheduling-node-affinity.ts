import { invalid } from '../field-error.ts';
import { nodeSelectorErrors, nodeSelectorTermErrors } from '../node-selector.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateNodeAffinity) */
export default defineRule({
  id: 'scheduling-node-affinity',
  covers: ['SCH-03', 'SCH-04'],
  summary:
    'Node affinity has at least one required term, weights from 1 to 100, and requirements whose values suit the operator.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity',
  severity: 'error',
  on: 'core.v1.NodeAffinity',
  *check(affinity, site) {
    const { requiredDuringSchedulingIgnoredDuringExecution: needed } = affinity;
    if (needed !== undefined) yield* nodeSelectorErrors(needed, site.at('requiredDuringSchedulingIgnoredDuringExecution'));
    const preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    for (const [index, { weight = 0, preference = {} }] of preferred.entries()) {
      const path = site.at('preferredDuringSchedulingIgnoredDuringExecution', index);
      if (weight <= 0 || weight > 100) yield invalid([...path, 'weight'], weight, 'must be in the range 1-100');
      yield* nodeSelectorTermErrors(preference, [...path, 'preference'], false);
    }
  },
});
