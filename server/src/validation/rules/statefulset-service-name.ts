import { dns1123Label } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (ValidateStatefulSetSpec) */
export default defineRule({
  id: 'statefulset-service-name',
  covers: ['STS-11'],
  summary: "A StatefulSet's serviceName is the name of a Service.",
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
  severity: 'error',
  on: 'apps.v1.StatefulSetSpec',
  *check({ serviceName = '' }, site) {
    if (serviceName === '') return;
    for (const complaint of dns1123Label(serviceName)) yield invalid(site.at('serviceName'), serviceName, complaint);
  },
});
