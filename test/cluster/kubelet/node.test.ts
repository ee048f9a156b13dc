import { expect, it } from 'vitest';
import { type Lease, nodeObjects } from '../../../server/src/cluster/kubelet/node.ts';
import type { Node } from '../../../server/src/kubernetes/api.ts';
import { node } from './world.ts';

const timestamp = '2026-01-01T00:00:00Z';
const [first, lease, second] = nodeObjects(
  [node('n1', { labels: { 'topology.kubernetes.io/zone': 'a' }, taints: [{ key: 'k', effect: 'NoSchedule' }] }), node('n2')],
  '1.37.2',
  timestamp,
) as [Node, Lease, Node, Lease];

it('registers a node that is ready', () => {
  expect(first.metadata.labels).toMatchObject({
    'kubernetes.io/hostname': 'n1',
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/zone': 'a',
  });
  expect(first.spec?.taints).toEqual([{ key: 'k', effect: 'NoSchedule' }]);
  expect(first.status?.nodeInfo?.kubeletVersion).toBe('v1.37.2');
  expect(first.status?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason}`)).toEqual([
    'MemoryPressure=False KubeletHasSufficientMemory',
    'DiskPressure=False KubeletHasNoDiskPressure',
    'PIDPressure=False KubeletHasSufficientPID',
    'Ready=True KubeletReady',
  ]);
});

it('keeps the eviction threshold back from what pods can have', () => {
  expect(first.status?.capacity).toEqual({ cpu: '4', memory: '8Gi', pods: '110' });
  expect(first.status?.allocatable).toEqual({ cpu: '4', memory: '8092Mi', pods: '110' });
});

it('gives each node its own addresses', () => {
  expect(first.spec?.podCIDR).not.toBe(second.spec?.podCIDR);
  expect(first.status?.addresses?.[0]?.address).not.toBe(second.status?.addresses?.[0]?.address);
});

it('has a lease in kube-node-lease', () => {
  expect(lease).toMatchObject({
    kind: 'Lease',
    metadata: { name: 'n1', namespace: 'kube-node-lease' },
    spec: { holderIdentity: 'n1', leaseDurationSeconds: 40, renewTime: '2026-01-01T00:00:00.000000Z' },
  });
});
