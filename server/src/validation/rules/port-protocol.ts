import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const protocols: readonly string[] = ['SCTP', 'TCP', 'UDP'];

/** Source: pkg/apis/core/validation/validation.go (validateContainerPorts) */
export default defineRule({
  id: 'port-protocol',
  covers: ['PORT-03'],
  summary: 'The protocol of a port is TCP, UDP or SCTP.',
  docs: 'https://kubernetes.io/docs/reference/networking/service-protocols/',
  severity: 'error',
  on: 'core.v1.ContainerPort',
  *check({ protocol }, site) {
    if (protocol && !protocols.includes(protocol)) yield unsupported(site.at('protocol'), protocol, protocols);
  },
  fix: (error) => spellingFix(error, protocols),
});
