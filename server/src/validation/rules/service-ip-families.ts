import { duplicate, invalid, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { clusterIPsOf } from '../service.ts';

const families = ['IPv4', 'IPv6'];
const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** Source: pkg/apis/core/validation/validation.go (ValidateServiceClusterIPsRelatedFields) */
export default defineRule({
  id: 'service-ip-families',
  covers: ['SVC-09'],
  summary: 'The addresses of a Service agree with each other and with its IP families.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check(spec, site) {
    if (spec.type === 'ExternalName') return;
    const { clusterIP = '', ipFamilies = [], ipFamilyPolicy } = spec;
    const clusterIPs = clusterIPsOf(spec);
    const path = site.at('clusterIPs');
    if (clusterIP === '' && clusterIPs.length > 0) {
      yield invalid(path, clusterIPs, 'must be empty when `clusterIP` is not specified');
    } else if (clusterIP !== '' && clusterIPs[0] !== clusterIP) {
      yield invalid(path, clusterIPs, 'first value must match `clusterIP`');
    }
    for (const [index, family] of ipFamilies.entries()) {
      if (!families.includes(family)) yield unsupported(site.at('ipFamilies', index), family, families);
      if (ipFamilies.indexOf(family) < index) yield duplicate(site.at('ipFamilies', index), family);
    }
    if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy)) {
      yield unsupported(site.at('ipFamilyPolicy'), ipFamilyPolicy, policies);
    }
    if (clusterIPs[0] === 'None' && clusterIPs.length > 1)
      yield invalid(path, clusterIPs, "'None' must be the first and only value");
    if (clusterIPs.length > 2) yield invalid(path, clusterIPs, 'may only hold up to 2 values');
  },
});
