import { warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/api/pod/warnings.go */
export default defineRule({
  id: 'warning-null-selector',
  covers: ['WARN-05'],
  summary: 'A rule about other pods says which pods: without a selector it matches none.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/#spread-constraint-definition',
  severity: 'warning',
  on: ['core.v1.PodAffinityTerm', 'core.v1.TopologySpreadConstraint'],
  *check({ labelSelector }, site) {
    if (labelSelector === undefined) yield warning(site.at('labelSelector'), 'a null labelSelector results in matching no pod');
  },
});
