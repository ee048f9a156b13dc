import { qualifiedName } from '../../kubernetes/names.ts';
import { invalid, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const protocols = ['SCTP', 'TCP', 'UDP'];

/** Source: pkg/apis/core/validation/validation.go (validateServicePort) */
export default defineRule({
  id: 'service-port-protocol',
  covers: ['SVC-03'],
  summary: 'The protocol of a port is TCP, UDP or SCTP; what is spoken on top of it has a qualified name.',
  docs: 'https://kubernetes.io/docs/reference/networking/service-protocols/',
  severity: 'error',
  on: 'core.v1.ServicePort',
  *check({ protocol = 'TCP', appProtocol }, site) {
    if (!protocols.includes(protocol)) yield unsupported(site.at('protocol'), protocol, protocols);
    if (appProtocol === undefined) return;
    for (const complaint of qualifiedName(appProtocol)) yield invalid(site.at('appProtocol'), appProtocol, complaint);
  },
  fix(error) {
    const meant = protocols.find((protocol) => protocol === String(error.value).toUpperCase());
    if (error.type !== 'Unsupported value' || meant === undefined) return undefined;
    return { title: `Write ${meant}`, edits: [{ do: 'set', path: error.path, value: meant }] };
  },
});
