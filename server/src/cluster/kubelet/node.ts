import type { Node, NodeCondition } from '../../kubernetes/api.ts';
import { fnv1a } from '../../kubernetes/hash.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { canonicalQuantity, formatQuantity, quantityOf } from '../../kubernetes/quantity.ts';
import type { NodeSpec } from '../spec.ts';
import { hexDigest } from './images.ts';

/**
 * A node as a healthy kubelet registers it, and the Lease by which it shows that it is alive.
 * Source: pkg/kubelet/kubelet_node_status.go, pkg/kubelet/nodestatus/setters.go; https://kubernetes.io/docs/reference/node/node-status/
 */
export interface Lease extends KubernetesObject {
  readonly spec: {
    readonly holderIdentity: string;
    readonly leaseDurationSeconds: number;
    readonly renewTime: string;
  };
}

const leaseSeconds = 40;
const defaultMaxPods = '110';
/** The kubelet's own eviction threshold: memory that pods cannot have. */
const reservedMemory = '100Mi';

/** The nodes of a cluster and their Leases, each node with its own address and range of pod addresses, from `first` on. */
export function nodeObjects(
  specs: readonly NodeSpec[],
  kubernetesVersion: string,
  timestamp: string,
  first = 0,
): KubernetesObject[] {
  return specs.flatMap((spec, index) => [
    nodeObject(spec, first + index, kubernetesVersion, timestamp),
    leaseObject(spec, timestamp),
  ]);
}

/** `index` decides addresses: it must differ for nodes of one cluster. */
export function nodeObject(spec: NodeSpec, index: number, kubernetesVersion: string, timestamp: string): Node {
  const podCIDR = `10.244.${index % 256}.0/24`;
  const capacity = canonical({ pods: defaultMaxPods, ...spec.capacity });
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: spec.name,
      labels: labelsOf(spec),
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: {
      podCIDR,
      podCIDRs: [podCIDR],
      ...(spec.taints.length > 0 ? { taints: spec.taints.map((taint) => ({ ...taint })) } : {}),
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: `172.18.${Math.floor((index + 2) / 256)}.${(index + 2) % 256}` },
        { type: 'Hostname', address: spec.name },
      ],
      capacity,
      allocatable: allocatableOf(capacity),
      conditions: healthyConditions(timestamp),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      images: [],
      nodeInfo: nodeInfo(spec.name, kubernetesVersion),
    },
  };
}

function labelsOf(spec: NodeSpec): Record<string, string> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': spec.name,
    'kubernetes.io/os': 'linux',
    ...spec.labels,
  };
}

function canonical(capacity: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(capacity).map(([name, quantity]) => [name, canonicalQuantity(quantity)]));
}

function allocatableOf(capacity: Readonly<Record<string, string>>): Record<string, string> {
  const { memory } = capacity;
  if (memory === undefined) return { ...capacity };
  const total = quantityOf(memory);
  const left = total.nano - quantityOf(reservedMemory).nano;
  return { ...capacity, memory: formatQuantity({ ...total, nano: left > 0n ? left : 0n }) };
}

/** The kubelet's four conditions, all well. */
export function healthyConditions(timestamp: string): NodeCondition[] {
  const condition = (type: string, status: string, reason: string, message: string): NodeCondition => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: timestamp,
    lastTransitionTime: timestamp,
  });
  return [
    condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
  ];
}

function nodeInfo(name: string, kubernetesVersion: string): NonNullable<NonNullable<Node['status']>['nodeInfo']> {
  const id = hexDigest(name);
  const uuid = (text: string) =>
    `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-8${text.slice(17, 20)}-${text.slice(20, 32)}`;
  return {
    architecture: 'amd64',
    bootID: uuid(hexDigest(`${name}/boot`)),
    containerRuntimeVersion: 'containerd://2.2.0',
    kernelVersion: '6.12.0',
    kubeProxyVersion: '',
    kubeletVersion: `v${kubernetesVersion}`,
    machineID: id.slice(0, 32),
    operatingSystem: 'linux',
    osImage: 'Drydock',
    systemUUID: uuid(hexDigest(`${name}/${fnv1a(name)}`)),
  };
}

function leaseObject(spec: NodeSpec, timestamp: string): Lease {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: spec.name, namespace: 'kube-node-lease' },
    spec: { holderIdentity: spec.name, leaseDurationSeconds: leaseSeconds, renewTime: timestamp.replace('Z', '.000000Z') },
  };
}
