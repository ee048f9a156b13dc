import { forbidden, invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** The API server's setting --service-node-port-range, where nobody changed it. */
const lowest = 30000;
const highest = 32767;
const types = ['NodePort', 'LoadBalancer'];

/** Source: pkg/apis/core/validation/validation.go (validateService), pkg/registry/core/service/portallocator/allocator.go */
export default defineRule({
  id: 'service-node-port',
  covers: ['SVC-05'],
  summary: 'A node port is from the range 30000-32767, and only a Service of type NodePort or LoadBalancer has one.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check({ type = 'ClusterIP', ports = [] }, site) {
    for (const [index, { nodePort = 0 }] of ports.entries()) {
      if (nodePort === 0) continue;
      const path = site.at('ports', index, 'nodePort');
      if (type === 'ClusterIP') yield forbidden(path, "may not be used when `type` is 'ClusterIP'");
      if (types.includes(type) && (nodePort < lowest || nodePort > highest)) {
        yield invalid(
          path,
          nodePort,
          `provided port is not in the valid range. The range of valid ports is ${lowest}-${highest}`,
        );
      }
    }
  },
  fix: (error) => ({ title: 'Remove nodePort', edits: [{ do: 'remove', path: error.path }] }),
});
