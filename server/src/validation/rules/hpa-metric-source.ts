import { forbidden, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** The field that holds the settings of each type of metric. */
const fieldOfType: Readonly<Record<string, string>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};
const types = Object.keys(fieldOfType);

/** Of an unknown type the API server complains twice in the same words. Source: pkg/apis/autoscaling/validation/validation.go (validateMetricSpec) */
export default defineRule({
  id: 'hpa-metric-source',
  covers: ['HPA-03'],
  summary: 'A metric of an autoscaler has a type, the settings of this type, and no others.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#autoscaling-on-multiple-metrics-and-custom-metrics',
  severity: 'error',
  on: 'autoscaling.v2.MetricSpec',
  *check(metric, site) {
    const { type = '' } = metric;
    if (type === '') yield required(site.at('type'), 'must specify a metric source type');
    if (!types.includes(type)) yield unsupported(site.at('type'), type, types);
    const wanted = fieldOfType[type];
    const present = Object.values(fieldOfType).filter(
      (field) => (metric as Readonly<Record<string, unknown>>)[field] !== undefined,
    );
    if (wanted !== undefined && !present.includes(wanted)) {
      yield required(site.at(wanted), 'must populate information for the given metric source');
    }
    if (present.length === 1) return;
    for (const field of present) {
      if (field !== wanted) yield forbidden(site.at(field), 'must populate the given metric source only');
    }
  },
  fix(error) {
    if (error.type !== 'Forbidden') return undefined;
    return { title: `Remove ${String(error.path.at(-1))}`, edits: [{ do: 'remove', path: error.path }] };
  },
});
