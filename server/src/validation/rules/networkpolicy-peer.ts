import { cidrComplaints, isStrictSubset } from '../../kubernetes/ip.ts';
import type { ApiTypes } from '../../kubernetes/api.ts';
import { type FieldError, forbidden, invalid, required } from '../field-error.ts';
import { defineRule, type Site, type Written } from '../rule.ts';

/** Source: pkg/apis/networking/validation/validation.go (ValidateNetworkPolicyPeer, ValidateIPBlock) */
export default defineRule({
  id: 'networkpolicy-peer',
  covers: [],
  summary: 'A peer of a NetworkPolicy is chosen by labels or by a network, from which smaller networks may be taken out.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  severity: 'error',
  on: 'networking.v1.NetworkPolicyPeer',
  *check({ ipBlock, podSelector, namespaceSelector }, site) {
    if (ipBlock !== undefined) yield* blockErrors(ipBlock, site);
    const selects = podSelector !== undefined || namespaceSelector !== undefined;
    if (!selects && ipBlock === undefined) yield required(site.path, 'must specify a peer');
    if (selects && ipBlock !== undefined) yield forbidden(site.path, 'may not specify both ipBlock and another peer');
  },
});

function* blockErrors(block: Written<ApiTypes['networking.v1.IPBlock']>, site: Site): Iterable<FieldError> {
  const { cidr = '', except = [] } = block;
  const path = site.at('ipBlock', 'cidr');
  if (cidr === '') {
    yield required(path);
    return;
  }
  const complaints = cidrComplaints(cidr);
  for (const complaint of complaints) yield invalid(path, cidr, complaint);
  if (complaints.some((complaint) => complaint.startsWith('must be a valid CIDR'))) return;
  for (const [index, network] of except.entries()) {
    const at = site.at('ipBlock', 'except', index);
    for (const complaint of cidrComplaints(network)) yield invalid(at, network, complaint);
    if (!isStrictSubset(network, cidr)) yield invalid(at, network, 'must be a strict subset of `cidr`');
  }
}
