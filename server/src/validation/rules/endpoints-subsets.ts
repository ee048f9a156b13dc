import type { ApiTypes } from '../../kubernetes/api.ts';
import { endpointIpComplaints, ipComplaints } from '../../kubernetes/ip.ts';
import { dns1123Label, dns1123Subdomain, portNumber, qualifiedName } from '../../kubernetes/names.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { type FieldError, invalid, required, unsupported } from '../field-error.ts';
import { defineRule, type Written } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];

/** Source: pkg/apis/core/validation/validation.go (validateEndpointSubsets) */
export default defineRule({
  id: 'endpoints-subsets',
  covers: [],
  summary: 'Endpoints have addresses that can be reached, and ports with numbers, with names as soon as there are two.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#endpoints',
  severity: 'error',
  on: 'core.v1.EndpointSubset',
  *check({ addresses = [], notReadyAddresses = [], ports = [] }, site) {
    if (addresses.length + notReadyAddresses.length === 0) {
      yield required(site.path, 'must specify `addresses` or `notReadyAddresses`');
    }
    for (const [field, list] of Object.entries({ addresses, notReadyAddresses })) {
      for (const [index, address] of list.entries()) yield* addressErrors(address, site.at(field, index));
    }
    for (const [index, port] of ports.entries()) yield* portErrors(port, site.at('ports', index), ports.length > 1);
  },
  fix: (error) => spellingFix(error, protocols),
});

type Address = Written<ApiTypes['core.v1.EndpointAddress']>;
type Port = Written<ApiTypes['core.v1.EndpointPort']>;

function* addressErrors({ ip = '', hostname = '', nodeName }: Address, path: FieldPath): Iterable<FieldError> {
  for (const complaint of [...ipComplaints(ip), ...endpointIpComplaints(ip)]) yield invalid([...path, 'ip'], ip, complaint);
  if (hostname !== '') for (const complaint of dns1123Label(hostname)) yield invalid([...path, 'hostname'], hostname, complaint);
  if (nodeName === undefined) return;
  for (const complaint of dns1123Subdomain(nodeName)) yield invalid([...path, 'nodeName'], nodeName, complaint);
}

function* portErrors(endpoint: Port, path: FieldPath, needsName: boolean): Iterable<FieldError> {
  const { name = '', port = 0, protocol = 'TCP', appProtocol } = endpoint;
  if (name === '' && needsName) yield required([...path, 'name']);
  if (name !== '') for (const complaint of dns1123Label(name)) yield invalid([...path, 'name'], name, complaint);
  for (const complaint of portNumber(port)) yield invalid([...path, 'port'], port, complaint);
  if (!protocols.includes(protocol)) yield unsupported([...path, 'protocol'], protocol, protocols);
  if (appProtocol === undefined) return;
  for (const complaint of qualifiedName(appProtocol)) yield invalid([...path, 'appProtocol'], appProtocol, complaint);
}
