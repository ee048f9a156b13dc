import { duplicate } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Of a doubled port the API server prints its own key. Source: pkg/apis/core/validation/validation.go (validateService) */
export default defineRule({
  id: 'service-port-unique',
  covers: ['SVC-04'],
  summary: 'A Service opens a port, and a node port, once for each protocol.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check({ ports = [] }, site) {
    const seen = new Set<string>();
    for (const [index, { protocol: Protocol = 'TCP', port: Port = 0, nodePort = 0 }] of ports.entries()) {
      const nodeKey = `node ${Protocol} ${nodePort}`;
      if (nodePort !== 0 && seen.has(nodeKey)) yield duplicate(site.at('ports', index, 'nodePort'), nodePort);
      const key = `${Protocol} ${Port}`;
      if (seen.has(key)) {
        const printed = { Name: '', Protocol, AppProtocol: null, Port, TargetPort: 0, NodePort: 0 };
        yield duplicate(site.at('ports', index), printed);
      }
      seen.add(nodeKey).add(key);
    }
  },
});
