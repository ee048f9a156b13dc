import { duplicate } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateSpreadConstraintNotRepeat) */
export default defineRule({
  id: 'scheduling-topology-spread-unique',
  covers: ['SCH-07'],
  summary: 'No two topology spread constraints of a pod have the same topology key and the same whenUnsatisfiable.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ topologySpreadConstraints: constraints = [] }, site) {
    const pairs = constraints.map(
      ({ topologyKey = '', whenUnsatisfiable = '' as string }) => `{${topologyKey}, ${whenUnsatisfiable}}`,
    );
    for (const [index, pair] of pairs.entries()) {
      if (!pairs.slice(index + 1).includes(pair)) continue;
      const path = site.at('topologySpreadConstraints', index);
      const field = `${site.field}.topologySpreadConstraints[${index}].{topologyKey, whenUnsatisfiable}`;
      yield duplicate({ path, field }, pair);
    }
  },
});
