import type { ApiTypes } from '../../kubernetes/api.ts';
import { endpointIpComplaints, ipComplaints, isIPv4, strictIpComplaints } from '../../kubernetes/ip.ts';
import { dns1123Label, dns1123Subdomain, labelValue } from '../../kubernetes/names.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { duplicate, type FieldError, invalid, required, tooMany, unsupported } from '../field-error.ts';
import { defineRule, type Written } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

type Endpoint = Written<ApiTypes['discovery.v1.Endpoint']>;

const addressTypes = ['FQDN', 'IPv4', 'IPv6'];

/** Source: pkg/apis/discovery/validation/validation.go (validateEndpoints, validateAddressType, validateHints) */
export default defineRule({
  id: 'endpointslice-endpoints',
  covers: [],
  summary: 'The endpoints of an EndpointSlice have addresses of its type, and names of hosts, nodes and zones that can be.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#endpointslice-api',
  severity: 'error',
  on: 'discovery.v1.EndpointSlice',
  *check({ addressType: written, endpoints = [] }, site) {
    const addressType: string = written ?? '';
    if (addressType === '') yield required(site.at('addressType'));
    else if (!addressTypes.includes(addressType)) yield unsupported(site.at('addressType'), addressType, addressTypes);
    if (endpoints.length > 1000) {
      yield tooMany(site.at('endpoints'), endpoints.length, 1000);
      return;
    }
    for (const [index, endpoint] of endpoints.entries()) {
      const path = site.at('endpoints', index);
      yield* addressErrors(endpoint.addresses ?? [], addressType, [...path, 'addresses']);
      yield* nameErrors(endpoint, path);
      yield* hintErrors(endpoint.hints?.forZones ?? [], [...path, 'hints', 'forZones'], labelValue);
      yield* hintErrors(endpoint.hints?.forNodes ?? [], [...path, 'hints', 'forNodes'], dns1123Subdomain);
    }
  },
  fix: (error) => spellingFix(error, addressTypes),
});

function* addressErrors(addresses: readonly string[], type: string, path: FieldPath): Iterable<FieldError> {
  if (addresses.length === 0) yield required(path);
  if (addresses.length > 100) yield tooMany(path, addresses.length, 100);
  for (const [index, address] of addresses.entries()) {
    const at = [...path, index];
    if (type === 'FQDN') yield* domainErrors(address, at);
    else if (type === 'IPv4' || type === 'IPv6') yield* ipErrors(address, type, at);
  }
}

/** That an address is of the other family is said of the list. */
function* ipErrors(address: string, type: 'IPv4' | 'IPv6', path: FieldPath): Iterable<FieldError> {
  const complaints = (type === 'IPv4' ? ipComplaints : strictIpComplaints)(address);
  for (const complaint of complaints) yield invalid(path, address, complaint);
  if (complaints.length > 0) return;
  const place = { path, field: `endpoints[${String(path[1])}].addresses` };
  if (isIPv4(address) !== (type === 'IPv4')) yield invalid(place, address, `must be an ${type} address`);
  for (const complaint of endpointIpComplaints(address)) yield invalid(path, address, complaint);
}

/** Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go (IsFullyQualifiedDomainName) */
function* domainErrors(address: string, path: FieldPath): Iterable<FieldError> {
  if (address === '') {
    yield required(path);
    return;
  }
  const name = address.replace(/\.$/, '');
  const labels = name.split('.');
  const complaints = dns1123Subdomain(name);
  const label = labels.find((each) => dns1123Label(each).length > 0);
  if (complaints.length > 0) yield invalid(path, name, complaints.join(','));
  else if (labels.length < 2) yield invalid(path, name, 'should be a domain with at least two segments separated by dots');
  else if (label !== undefined) yield invalid(path, label, dns1123Label(label).join(','));
}

function* nameErrors({ nodeName, hostname }: Endpoint, path: FieldPath): Iterable<FieldError> {
  if (nodeName !== undefined)
    for (const complaint of dns1123Subdomain(nodeName)) yield invalid([...path, 'nodeName'], nodeName, complaint);
  if (hostname !== undefined)
    for (const complaint of dns1123Label(hostname)) yield invalid([...path, 'hostname'], hostname, complaint);
}

type Hints = readonly { readonly name?: string }[];

function* hintErrors(hints: Hints, path: FieldPath, check: (name: string) => readonly string[]): Iterable<FieldError> {
  if (hints.length > 8) {
    yield tooMany(path, hints.length, 8);
    return;
  }
  const seen = new Set<string>();
  for (const [index, { name = '' }] of hints.entries()) {
    const at = [...path, index, 'name'];
    if (seen.has(name)) yield duplicate(at, name);
    seen.add(name);
    for (const complaint of check(name)) yield invalid(at, name, complaint);
  }
}
