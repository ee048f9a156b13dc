import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

/** Source: pkg/apis/core/validation/validation.go (validateService) */
export default defineRule({
  id: 'service-type',
  covers: ['SVC-06'],
  summary: 'A Service is of type ClusterIP, NodePort, LoadBalancer or ExternalName; a headless one is ClusterIP too.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check({ type = 'ClusterIP' }, site) {
    if (!types.includes(type)) yield unsupported(site.at('type'), type, types);
  },
  fix(error) {
    const meant = types.find((type) => type.toLowerCase() === String(error.value).toLowerCase());
    return meant === undefined ? undefined : { title: `Write ${meant}`, edits: [{ do: 'set', path: error.path, value: meant }] };
  },
});
