import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isHeadless } from '../service.ts';

/** Source: pkg/apis/core/validation/validation.go (validateService) */
export default defineRule({
  id: 'service-headless-type',
  covers: ['SVC-07'],
  summary: 'A Service that is reached from outside has an address of its own.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#headless-services',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check(spec, site) {
    if (spec.type !== 'LoadBalancer' && spec.type !== 'NodePort') return;
    if (!isHeadless(spec)) return;
    const path = (spec.clusterIPs ?? []).length > 0 ? site.at('clusterIPs', 0) : site.at('clusterIP');
    yield invalid({ path, field: 'spec.clusterIPs[0]' }, 'None', `may not be set to 'None' for ${spec.type} services`);
  },
});
