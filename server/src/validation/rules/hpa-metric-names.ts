import { dns1123Label, pathSegment } from '../../kubernetes/names.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import { containerResourceErrors } from '../resource-name-errors.ts';
import { defineRule, type Site, type Written } from '../rule.ts';

type Metric = Written<ApiTypes['autoscaling.v2.MetricSpec']>;

/** Source: pkg/apis/autoscaling/validation/validation.go (the functions for each source of metrics) */
export default defineRule({
  id: 'hpa-metric-names',
  covers: [],
  summary: 'A metric has a name, and what it is measured on has one too: a container, a resource, or another object.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/autoscaling/horizontal-pod-autoscaler-v2/',
  severity: 'error',
  on: 'autoscaling.v2.MetricSpec',
  *check(metric, site) {
    // Only the first of several sources is looked at.
    const named = (['object', 'external', 'pods'] as const).find((field) => metric[field] !== undefined);
    if (named === 'object') yield* describedErrors(metric.object?.describedObject ?? {}, site);
    if (named !== undefined) yield* nameErrors(metric[named]?.metric?.name ?? '', site.at(named, 'metric', 'name'));
    else if (metric.resource !== undefined) yield* resourceErrors(metric.resource.name ?? '', site);
    else if (metric.containerResource !== undefined) yield* containerErrors(metric.containerResource, site);
  },
});

function* nameErrors(name: string, path: ReturnType<Site['at']>): Iterable<FieldError> {
  if (name === '') yield required(path, 'must specify a metric name');
  else for (const complaint of pathSegment(name)) yield invalid(path, name, complaint);
}

function* resourceErrors(name: string, site: Site): Iterable<FieldError> {
  if (name === '') yield required(site.at('resource', 'name'), 'must specify a resource name');
}

function* containerErrors(
  { name = '', container = '' }: NonNullable<Metric['containerResource']>,
  site: Site,
): Iterable<FieldError> {
  const at = (field: string) => site.at('containerResource', field);
  if (name === '') yield required(at('name'), 'must specify a resource name');
  else yield* containerResourceErrors(name, at('name'));
  if (container === '') yield required(at('container'), 'must specify a container');
  else for (const complaint of dns1123Label(container)) yield invalid(at('container'), container, complaint);
}

type Described = NonNullable<NonNullable<Metric['object']>['describedObject']>;

function* describedErrors(object: Described, site: Site): Iterable<FieldError> {
  for (const field of ['kind', 'name'] as const) {
    const value = object[field] ?? '';
    const path = site.at('object', 'describedObject', field);
    if (value === '') yield required(path);
    else for (const complaint of pathSegment(value)) yield invalid(path, value, complaint);
  }
  const { apiVersion = '' } = object;
  if (apiVersion.split('/').length <= 2) return;
  yield invalid(site.at('object', 'describedObject', 'apiVersion'), apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
}
