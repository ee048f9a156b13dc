import { qualifiedName } from '../../kubernetes/names.ts';
import { duplicate, forbidden, invalid } from '../field-error.ts';
import { isPod } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateReadinessGates, validateSchedulingGates, ValidatePodCreate) */
export default defineRule({
  id: 'pod-gates',
  covers: ['POD-13', 'POD-16'],
  summary: 'Readiness and scheduling gates are qualified names, and a pod with scheduling gates has no node yet.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ readinessGates = [], schedulingGates = [], nodeName }, site) {
    for (const [index, { conditionType = '' }] of readinessGates.entries()) {
      const path = site.at('readinessGates', index, 'conditionType');
      for (const complaint of qualifiedName(conditionType)) yield invalid(path, conditionType, complaint);
    }
    const seen = new Set<string>();
    for (const [index, { name = '' }] of schedulingGates.entries()) {
      const path = site.at('schedulingGates', index);
      for (const complaint of qualifiedName(name)) yield invalid(path, name, complaint);
      if (seen.has(name)) yield duplicate(path, name);
      seen.add(name);
    }
    if (isPod(site) && nodeName && schedulingGates.length > 0) {
      yield forbidden(site.at('nodeName'), 'cannot be set until all schedulingGates have been cleared');
    }
  },
});
