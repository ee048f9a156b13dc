import { invalid, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isExternallyAccessible } from '../service.ts';

const policies = ['Cluster', 'Local'];
const distributions = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];

/** Source: pkg/apis/core/validation/validation.go (validateServiceExternalTrafficPolicy and the functions after it) */
export default defineRule({
  id: 'service-traffic-policy',
  covers: ['SVC-11', 'SVC-12'],
  summary: 'Traffic goes to all pods or to those on the same node; from outside only where a Service is reached from there.',
  docs: 'https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-policies',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check(spec, site) {
    const { externalTrafficPolicy = '', internalTrafficPolicy, trafficDistribution, healthCheckNodePort = 0 } = spec;
    if (externalTrafficPolicy !== '' && !isExternallyAccessible(spec)) {
      const detail = 'may only be set for externally-accessible services';
      yield invalid(site.at('externalTrafficPolicy'), externalTrafficPolicy, detail);
    } else if (externalTrafficPolicy !== '' && !policies.includes(externalTrafficPolicy)) {
      yield unsupported(site.at('externalTrafficPolicy'), externalTrafficPolicy, policies);
    }
    const needsHealthCheck = spec.type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
    if (healthCheckNodePort !== 0 && !needsHealthCheck) {
      const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
      yield invalid(site.at('healthCheckNodePort'), healthCheckNodePort, detail);
    }
    if (internalTrafficPolicy !== undefined && !policies.includes(internalTrafficPolicy)) {
      yield unsupported(site.at('internalTrafficPolicy'), internalTrafficPolicy, policies);
    }
    if (trafficDistribution !== undefined && !distributions.includes(trafficDistribution)) {
      yield unsupported(site.at('trafficDistribution'), trafficDistribution, distributions);
    }
  },
});
