import { forbidden, invalid, required } from '../field-error.ts';
import { autoscalerSpecs } from '../autoscaler.ts';
import { defineRule } from '../rule.ts';

/**
 * A missing maximum is 0, so it is below the minimum too.
 * Source: pkg/apis/autoscaling/validation/validation.go, and the declarative rules in v2/zz_generated.validations.go, whose
 * texts come out for the maximum (feature gate HPAScaleToZero is on in 1.37)
 */
export default defineRule({
  id: 'hpa-replicas',
  covers: ['HPA-01'],
  summary:
    'An autoscaler has a maximum of at least 1 and a minimum that is not above it; 0 takes a metric from outside the pods.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#how-does-a-horizontalpodautoscaler-work',
  severity: 'error',
  on: autoscalerSpecs,
  *check({ minReplicas = 1, maxReplicas = 0, metrics = [] }, site) {
    if (minReplicas < 0) yield invalid(site.at('minReplicas'), minReplicas, 'must be greater than or equal to 0');
    const max = site.at('maxReplicas');
    if (maxReplicas === 0) yield required(max);
    else if (maxReplicas < 0) yield invalid(max, maxReplicas, 'must be greater than or equal to 1');
    if (maxReplicas < minReplicas) yield invalid(max, maxReplicas, 'must be greater than or equal to `minReplicas`');
    if (minReplicas === 0 && !metrics.some(({ type }) => type === 'Object' || type === 'External')) {
      const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
      yield forbidden(site.at('metrics'), detail);
    }
  },
});
