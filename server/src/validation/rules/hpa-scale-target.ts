import { pathSegment } from '../../kubernetes/names.ts';
import { type FieldError, invalid, required } from '../field-error.ts';
import { autoscalerSpecs } from '../autoscaler.ts';
import { defineRule, type Fix } from '../rule.ts';

const groups: Readonly<Record<string, string>> = { Deployment: 'apps/v1', ReplicaSet: 'apps/v1', StatefulSet: 'apps/v1' };

/** Source: pkg/apis/autoscaling/validation/validation.go (ValidateCrossVersionObjectReference, ValidateAPIVersion) */
export default defineRule({
  id: 'hpa-scale-target',
  covers: ['HPA-02'],
  summary: 'An autoscaler names what it scales: API group, kind and name.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-workloads',
  severity: 'error',
  on: autoscalerSpecs,
  *check({ scaleTargetRef = {} }, site) {
    for (const field of ['kind', 'name'] as const) {
      const value = scaleTargetRef[field] ?? '';
      const path = site.at('scaleTargetRef', field);
      if (value === '') yield required(path);
      else for (const complaint of pathSegment(value)) yield invalid(path, value, complaint);
    }
    const { apiVersion = '', kind } = scaleTargetRef;
    const path = site.at('scaleTargetRef', 'apiVersion');
    const parts = apiVersion.split('/');
    if (parts.length > 2) yield invalid(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
    else if ((parts.length < 2 || parts[0] === '') && kind !== 'ReplicationController') {
      yield invalid(path, apiVersion, 'apiVersion must specify API group');
    }
  },
  fix(error: FieldError, site): Fix | undefined {
    const spec = site.object.spec as { readonly scaleTargetRef?: { readonly kind?: string } } | undefined;
    const group = groups[spec?.scaleTargetRef?.kind ?? ''];
    if (error.path.at(-1) !== 'apiVersion' || group === undefined) return undefined;
    return { title: `Write ${group}`, edits: [{ do: 'set', path: error.path, value: group }] };
  },
});
