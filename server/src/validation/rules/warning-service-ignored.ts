import { warning } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { isHeadless } from '../service.ts';

/** These sentences name their fields themselves. Source: pkg/api/service/warnings.go (GetWarningsForService) */
export default defineRule({
  id: 'warning-service-ignored',
  covers: ['WARN-08'],
  summary: 'Some fields of a Service have no effect with its type or without an address, or are on their way out.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#headless-services',
  severity: 'warning',
  on: 'core.v1.ServiceSpec',
  *check(spec, site) {
    const say = (field: string, detail: string) => warning({ path: site.at(field), field: '' }, detail);
    const { type, externalIPs = [], loadBalancerIP = '', sessionAffinity, externalName = '', trafficDistribution } = spec;
    const headless = isHeadless(spec);
    if (headless && loadBalancerIP !== '') yield say('loadBalancerIP', 'spec.loadBalancerIP is ignored for headless services');
    if (headless && externalIPs.length > 0) yield say('externalIPs', 'spec.externalIPs is ignored for headless services');
    if (headless && sessionAffinity !== 'None') {
      yield say('sessionAffinity', 'spec.SessionAffinity is ignored for headless services');
    }
    if (externalIPs.length > 0 && !headless && type !== 'ExternalName') {
      yield say('externalIPs', 'spec.externalIPs is deprecated and may no longer be implemented in some clusters');
    }
    if (externalIPs.length > 0 && type === 'ExternalName') {
      yield say('externalIPs', 'spec.externalIPs is ignored when spec.type is "ExternalName"');
    }
    if (externalName !== '' && type !== 'ExternalName') {
      yield say('externalName', 'spec.externalName is ignored when spec.type is not "ExternalName"');
    }
    if (trafficDistribution === 'PreferClose') {
      yield say('trafficDistribution', 'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
    }
  },
});
