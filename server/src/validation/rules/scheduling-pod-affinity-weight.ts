import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateWeightedPodAffinityTerms) */
export default defineRule({
  id: 'scheduling-pod-affinity-weight',
  covers: ['SCH-05'],
  summary: 'The weight of a preferred term is from 1 to 100.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
  severity: 'error',
  on: 'core.v1.WeightedPodAffinityTerm',
  *check({ weight = 0 }, site) {
    if (weight <= 0 || weight > 100) yield invalid(site.at('weight'), weight, 'must be in the range 1-100');
  },
});
