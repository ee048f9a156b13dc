import { type Edit, edits, fillMissing, inField, inStruct, isMissing, isObject, type Json, set } from './edit.ts';

/**
 * Of HorizontalPodAutoscalers.
 * Source: pkg/apis/autoscaling/v2/defaults.go, pkg/apis/autoscaling/v1/{defaults,conversion}.go
 */

const cpuUtilizationPercent = 80;

const metricsDefault = [
  { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuUtilizationPercent } } },
];

const cpuWithoutMetrics: Edit = (spec) => {
  const metrics: unknown = spec.metrics;
  const isEmpty = isMissing(metrics) || (Array.isArray(metrics) && metrics.length === 0);
  return isEmpty ? set(spec, 'metrics', metricsDefault) : spec;
};

/** Up: at once, by four pods or the double per 15 seconds, whichever is more. */
const scaleUp: Json = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};

/** Down: by any number; the window is the controller's own setting. */
const scaleDown: Json = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };

export const autoscalerDefaults: Edit = inStruct(
  'spec',
  edits(
    fillMissing({ minReplicas: 1 }),
    cpuWithoutMetrics,
    inField('behavior', edits(inStruct('scaleUp', fillMissing(scaleUp)), inStruct('scaleDown', fillMissing(scaleDown)))),
  ),
);

/** Version 1 keeps metrics other than CPU in this annotation. */
const metricsAnnotation = 'autoscaling.alpha.kubernetes.io/metrics';

export const autoscalerV1Defaults: Edit = (autoscaler) => {
  const annotations = isObject(autoscaler.metadata) ? autoscaler.metadata.annotations : undefined;
  const hasMetrics = isObject(annotations) && metricsAnnotation in annotations;
  const cpu = hasMetrics ? {} : { targetCPUUtilizationPercentage: cpuUtilizationPercent };
  return inStruct('spec', fillMissing({ minReplicas: 1, ...cpu }))(autoscaler);
};
