import type { ClusterSpec, NodeSpec } from '../spec.ts';

const capacity = { cpu: '4', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110' };

const worker = (number: number, zone: string): NodeSpec => ({
  name: `worker-${number}`,
  labels: { 'topology.kubernetes.io/region': 'local', 'topology.kubernetes.io/zone': zone },
  taints: [],
  capacity,
});

/** The cluster to rehearse on when the workspace describes none: one tainted control plane and three workers in three zones. */
export const defaultClusterSpec: ClusterSpec = {
  nodes: [
    {
      name: 'control-plane',
      labels: {
        'node-role.kubernetes.io/control-plane': '',
        'node.kubernetes.io/exclude-from-external-load-balancers': '',
        'topology.kubernetes.io/region': 'local',
        'topology.kubernetes.io/zone': 'zone-a',
      },
      taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
      capacity,
    },
    worker(1, 'zone-a'),
    worker(2, 'zone-b'),
    worker(3, 'zone-c'),
  ],
  images: [],
};
