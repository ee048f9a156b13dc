import { invalid } from '../field-error.ts';
import { isPod } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validatePodHostNetworkDeps) */
export default defineRule({
  id: 'pod-host-network-ports',
  covers: ['POD-19'],
  summary: 'With hostNetwork, the host port of a container port is the port itself.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/#kubernetes-ip-address-ranges',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check(spec, site) {
    if (spec.hostNetwork !== true) return;
    for (const [containerIndex, { ports = [] }] of (spec.containers ?? []).entries()) {
      for (const [index, { hostPort = 0, containerPort = 0 }] of ports.entries()) {
        // Where it is missing, it is filled in when the pod is made; in a pod the defaults have done so already.
        if (hostPort === containerPort || (hostPort === 0 && !isPod(site))) continue;
        const path = site.at('containers', containerIndex, 'ports', index, 'hostPort');
        yield invalid(path, hostPort, 'must match `containerPort` when `hostNetwork` is true');
      }
    }
  },
  fix(error) {
    return { title: 'Remove the host port', edits: [{ do: 'remove', path: error.path }] };
  },
});
