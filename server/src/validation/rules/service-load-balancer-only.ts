import { qualifiedName } from '../../kubernetes/names.ts';
import { forbidden, invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const detail = "may only be used when `type` is 'LoadBalancer'";

/** The API server writes the source ranges with a capital. Source: pkg/apis/core/validation/validation.go (validateService) */
export default defineRule({
  id: 'service-load-balancer-only',
  covers: ['SVC-10'],
  summary: 'Settings of load balancers go with Services of type LoadBalancer.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check(spec, site) {
    if (spec.type === 'LoadBalancer') {
      const name = spec.loadBalancerClass;
      if (name === undefined) return;
      for (const complaint of qualifiedName(name)) yield invalid(site.at('loadBalancerClass'), name, complaint);
      return;
    }
    if ((spec.loadBalancerSourceRanges ?? []).length > 0) {
      yield forbidden({ path: site.at('loadBalancerSourceRanges'), field: 'spec.LoadBalancerSourceRanges' }, detail);
    }
    if (spec.allocateLoadBalancerNodePorts !== undefined) yield forbidden(site.at('allocateLoadBalancerNodePorts'), detail);
    if (spec.loadBalancerClass !== undefined) yield forbidden(site.at('loadBalancerClass'), detail);
  },
  fix(error) {
    if (error.type !== 'Forbidden') return undefined;
    return { title: `Remove ${String(error.path.at(-1))}`, edits: [{ do: 'remove', path: error.path }] };
  },
});
