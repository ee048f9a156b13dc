/** The specs of an autoscaler in both versions: what v1 lacks (metrics) reads as not written. */
export const autoscalerSpecs = [
  'autoscaling.v1.HorizontalPodAutoscalerSpec' as 'autoscaling.v2.HorizontalPodAutoscalerSpec',
  'autoscaling.v2.HorizontalPodAutoscalerSpec',
] as const;
