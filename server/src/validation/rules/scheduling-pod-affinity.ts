import type { ApiTypes } from '../../kubernetes/api.ts';
import { dns1123Label, qualifiedName } from '../../kubernetes/names.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import { defineRule, type Written } from '../rule.ts';

type Term = Written<ApiTypes['core.v1.PodAffinityTerm']>;
type Weighted = Written<ApiTypes['core.v1.WeightedPodAffinityTerm']>;

/** A weighted term without its term is one with an empty term. Source: pkg/apis/core/validation/validation.go (validatePodAffinityTerm) */
export default defineRule({
  id: 'scheduling-pod-affinity',
  covers: ['SCH-05'],
  summary: 'A term of pod affinity or anti-affinity has a topology key, and names namespaces.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
  severity: 'error',
  on: ['core.v1.PodAffinityTerm', 'core.v1.WeightedPodAffinityTerm'],
  *check(value, site) {
    const isWeighted = site.path.at(-2) === 'preferredDuringSchedulingIgnoredDuringExecution';
    if (!isWeighted) yield* termErrors(value as Term, site.path, site.field);
    else if ((value as Weighted).podAffinityTerm === undefined) {
      yield* termErrors({}, site.at('podAffinityTerm'), `${site.field}.podAffinityTerm`);
    }
  },
});

function* termErrors({ topologyKey = '', namespaces = [] }: Term, path: FieldPath, field: string): Iterable<FieldError> {
  for (const [index, name] of namespaces.entries()) {
    const place = { path: [...path, 'namespaces', index], field: `${field}.namespace` };
    for (const complaint of dns1123Label(name)) yield invalid(place, name, complaint);
  }
  const at = [...path, 'topologyKey'];
  if (topologyKey === '') yield required(at, 'can not be empty');
  for (const complaint of qualifiedName(topologyKey)) yield invalid(at, topologyKey, complaint);
}
