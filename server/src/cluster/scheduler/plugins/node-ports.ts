import { type Plugin, resolvable } from '../framework.ts';
import { portsConflict, podInfoOf, type PodInfo } from '../pod-info.ts';

/** Two pods on one node cannot have the same host port. Source: plugins/nodeports/node_ports.go */
export const nodePorts: Plugin = {
  name: 'NodePorts',
  prepareFilter({ hostPorts }) {
    if (hostPorts.length === 0) return undefined;
    return {
      filter({ usedPorts }) {
        const taken = hostPorts.find((wanted) => usedPorts.some((used) => portsConflict(wanted, used)));
        return (
          taken && resolvable("node(s) didn't have free ports for the requested pod ports", `${taken.protocol} ${taken.port}`)
        );
      },
    };
  },
  wakesOn: ['NodeAdded', 'PodRemoved'],
  helpedBy(pod, event) {
    return event.is === 'NodeAdded' || (event.is === 'PodRemoved' && competes(pod, podInfoOf(event.pod)));
  },
};

function competes(pod: PodInfo, other: PodInfo): boolean {
  return pod.hostPorts.some((wanted) => other.hostPorts.some((used) => portsConflict(wanted, used)));
}
