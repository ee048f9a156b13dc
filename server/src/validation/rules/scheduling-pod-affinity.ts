import { dns1123Label, qualifiedName } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validatePodAffinityTerm) */
export default defineRule({
  id: 'scheduling-pod-affinity',
  covers: ['SCH-05'],
  summary: 'A term of pod affinity or anti-affinity has a topology key, and names namespaces.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
  severity: 'error',
  on: 'core.v1.PodAffinityTerm',
  *check({ topologyKey = '', namespaces = [] }, site) {
    for (const [index, name] of namespaces.entries()) {
      const place = { path: site.at('namespaces', index), field: `${site.field}.namespace` };
      for (const complaint of dns1123Label(name)) yield invalid(place, name, complaint);
    }
    if (topologyKey === '') yield required(site.at('topologyKey'), 'can not be empty');
    for (const complaint of qualifiedName(topologyKey)) yield invalid(site.at('topologyKey'), topologyKey, complaint);
  },
});
