import { labelValue, qualifiedName } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidatePodSpec) */
export default defineRule({
  id: 'pod-node-selector',
  covers: ['POD-13'],
  summary: 'A node selector has the form of labels.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodeselector',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ nodeSelector = {} }, site) {
    const field = `${site.field}.nodeSelector`;
    for (const [key, value] of Object.entries(nodeSelector)) {
      const place = { path: site.at('nodeSelector', key), field };
      for (const complaint of qualifiedName(key)) yield invalid(place, key, complaint);
      for (const complaint of labelValue(value ?? '')) yield invalid(place, value, complaint);
    }
  },
});
