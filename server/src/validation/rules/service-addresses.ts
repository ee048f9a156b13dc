import { cidrComplaints, ipComplaints } from '../../kubernetes/ip.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { clusterIPsOf } from '../service.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateService, validateServiceClusterIPsRelatedFields) */
export default defineRule({
  id: 'service-addresses',
  covers: [],
  summary: 'The addresses of a Service are IP addresses, and its source ranges are networks.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#choosing-your-own-ip-address',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check(spec, site) {
    const { clusterIPs = [], externalIPs = [], loadBalancerSourceRanges = [], type } = spec;
    for (const [index, address] of type === 'ExternalName' ? [] : clusterIPsOf(spec).entries()) {
      if (address === 'None') continue;
      const path: FieldPath = clusterIPs.length > 0 ? site.at('clusterIPs', index) : site.at('clusterIP');
      for (const complaint of ipComplaints(address))
        yield invalid({ path, field: `spec.clusterIPs[${index}]` }, address, complaint);
    }
    if (clusterIPs.length === 2 && type !== 'ExternalName' && isOneFamily(clusterIPs)) {
      yield invalid(site.at('clusterIPs'), clusterIPs, 'may specify no more than one IP for each IP family');
    }
    for (const [index, address] of externalIPs.entries()) {
      for (const complaint of ipComplaints(address)) yield invalid(site.at('externalIPs', index), address, complaint);
    }
    for (const [index, range] of loadBalancerSourceRanges.entries()) {
      const trimmed = range.trim();
      const place = { path: site.at('loadBalancerSourceRanges', index), field: `spec.LoadBalancerSourceRanges[${index}]` };
      for (const complaint of cidrComplaints(trimmed)) yield invalid(place, trimmed, complaint);
    }
  },
});

/** Of two addresses, both good. */
function isOneFamily(addresses: readonly string[]): boolean {
  const areGood = addresses.every((address) => ipComplaints(address).length === 0);
  return areGood && new Set(addresses.map((address) => address.includes(':'))).size === 1;
}
