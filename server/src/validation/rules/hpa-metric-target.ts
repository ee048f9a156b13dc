import type { ApiTypes } from '../../kubernetes/api.ts';
import { formatQuantity, parseQuantity } from '../../kubernetes/quantity.ts';
import { type FieldError, forbidden, invalid, required } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';

type Target = Written<ApiTypes['autoscaling.v2.MetricTarget']>;

const types = ['Utilization', 'Value', 'AverageValue'];

/** Source: pkg/apis/autoscaling/validation/validation.go (validateMetricTarget, and the functions for each source) */
export default defineRule({
  id: 'hpa-metric-target',
  covers: ['HPA-04'],
  summary: 'A metric has a positive target of the sort that its source knows.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/autoscaling/horizontal-pod-autoscaler-v2/',
  severity: 'error',
  on: 'autoscaling.v2.MetricSpec',
  *check(metric, site) {
    const sources = ['object', 'external', 'pods', 'resource', 'containerResource'] as const;
    // Only the first of several sources is looked at.
    const source = sources.find((field) => metric[field] !== undefined);
    if (source === undefined) return;
    const target = metric[source]?.target ?? {};
    const at = (field: string) => site.at(source, 'target', field);
    yield* checkTarget(target, at);
    yield* checkSource(source, target, at);
  },
});

type At = (field: string) => ReturnType<Site['at']>;

function* checkTarget({ type = '', value, averageValue, averageUtilization }: Target, at: At): Iterable<FieldError> {
  if (type === '') yield required(at('type'), 'must specify a metric target type');
  if (!types.includes(type)) yield invalid(at('type'), type, 'must be either Utilization, Value, or AverageValue');
  for (const [field, amount] of Object.entries({ value, averageValue })) {
    const result = amount === undefined ? undefined : parseQuantity(amount);
    if (result?.ok === true && result.quantity.nano <= 0n)
      yield invalid(at(field), formatQuantity(result.quantity), 'must be positive');
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    yield invalid(at('averageUtilization'), averageUtilization, 'must be greater than 0');
  }
}

function* checkSource(source: string, target: Target, at: At): Iterable<FieldError> {
  const hasValue = target.value !== undefined;
  const hasAverage = target.averageValue !== undefined;
  const hasUtilization = target.averageUtilization !== undefined;
  switch (source) {
    case 'object':
      if (!hasValue && !hasAverage) yield required(at('averageValue'), 'must set either a target value or averageValue');
      break;
    case 'external':
      if (!hasValue && !hasAverage) {
        yield required(at('averageValue'), 'must set either a target value for metric or a per-pod target');
      } else if (hasValue && hasAverage) {
        yield forbidden(at('value'), 'may not set both a target value for metric and a per-pod target');
      }
      break;
    case 'pods':
      if (!hasAverage) yield required(at('averageValue'), 'must specify a positive target averageValue');
      break;
    default:
      if (!hasUtilization && !hasAverage) {
        yield required(at('averageUtilization'), 'must set either a target raw value or a target utilization');
      } else if (hasUtilization && hasAverage) {
        yield forbidden(at('averageValue'), 'may not set both a target raw value and a target utilization');
      }
  }
}
