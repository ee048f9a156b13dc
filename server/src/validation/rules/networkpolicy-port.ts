import { portName, portNumber } from '../../kubernetes/names.ts';
import { invalid, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const protocols = ['TCP', 'UDP', 'SCTP'];

/** Source: pkg/apis/networking/validation/validation.go (ValidateNetworkPolicyPort) */
export default defineRule({
  id: 'networkpolicy-port',
  covers: [],
  summary: 'A port of a NetworkPolicy is a number or a name; a range goes from one number to another that is not below it.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-range-of-ports',
  severity: 'error',
  on: 'networking.v1.NetworkPolicyPort',
  *check({ protocol, port, endPort }, site) {
    if (protocol !== undefined && !protocols.includes(protocol)) yield unsupported(site.at('protocol'), protocol, protocols);
    const end = site.at('endPort');
    if (port === undefined) {
      if (endPort !== undefined) yield invalid(end, endPort, 'may not be specified when `port` is not specified');
    } else if (typeof port === 'number') {
      for (const complaint of portNumber(port)) yield invalid(site.at('port'), port, complaint);
      if (endPort === undefined) return;
      if (endPort < port) yield invalid(end, endPort, 'must be greater than or equal to `port`');
      for (const complaint of portNumber(endPort)) yield invalid(end, endPort, complaint);
    } else {
      if (endPort !== undefined) yield invalid(end, endPort, 'may not be specified when `port` is non-numeric');
      for (const complaint of portName(port)) yield invalid(site.at('port'), port, complaint);
    }
  },
  fix: (error) => spellingFix(error, protocols),
});
