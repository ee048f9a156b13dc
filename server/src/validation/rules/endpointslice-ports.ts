import { dns1123Label, qualifiedName } from '../../kubernetes/names.ts';
import { duplicate, invalid, tooMany, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];

/** Source: pkg/apis/discovery/validation/validation.go (validatePorts) */
export default defineRule({
  id: 'endpointslice-ports',
  covers: [],
  summary: 'The ports of an EndpointSlice have different names, which are DNS labels, and a protocol that exists.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#endpointslice-api',
  severity: 'error',
  on: 'discovery.v1.EndpointSlice',
  *check({ ports = [] }, site) {
    if (ports.length > 20_000) {
      yield tooMany(site.at('ports'), ports.length, 20_000);
      return;
    }
    const seen = new Set<string>();
    for (const [index, { name = '', protocol = 'TCP', appProtocol }] of ports.entries()) {
      const at = (field: string) => site.at('ports', index, field);
      if (name !== '') for (const complaint of dns1123Label(name)) yield invalid(at('name'), name, complaint);
      if (seen.has(name)) yield duplicate(at('name'), name);
      seen.add(name);
      if (!protocols.includes(protocol)) yield unsupported(at('protocol'), protocol, protocols);
      if (appProtocol === undefined) continue;
      for (const complaint of qualifiedName(appProtocol)) yield invalid(at('appProtocol'), appProtocol, complaint);
    }
  },
  fix: (error) => spellingFix(error, protocols),
});
