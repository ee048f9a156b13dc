import { mostNodes } from '../validation/cluster-file.ts';
import type { ClusterSpec, ImageBehavior, NodeSpec } from './spec.ts';

/** `apiVersion: drydock.dev/v1alpha1, kind: Cluster` as a user writes it, already of the right shape. */
export interface ClusterFile {
  readonly spec?: {
    readonly nodes?: readonly NodeEntry[];
    readonly images?: readonly ImageBehavior[];
  };
}

export interface NodeEntry {
  readonly name?: string;
  readonly count?: number;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: NodeSpec['taints'];
  readonly capacity?: Readonly<Record<string, string | number>>;
}

const defaultCapacity: Readonly<Record<string, string>> = { cpu: '4', memory: '16Gi', 'ephemeral-storage': '100Gi', pods: '110' };

/** The cluster that a cluster file describes. Mistakes in it are found elsewhere: `validation/cluster-file.ts`. */
export function readClusterFile(file: ClusterFile): ClusterSpec {
  const nodes = (file.spec?.nodes ?? []).flatMap(expand);
  return { nodes, images: (file.spec?.images ?? []).filter(({ image }) => image !== undefined) };
}

function expand(entry: NodeEntry): NodeSpec[] {
  const { name, count, zone } = entry;
  if (name === undefined) return [];
  const node: Omit<NodeSpec, 'name'> = {
    labels: { ...(zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone }), ...entry.labels },
    taints: entry.taints ?? [],
    capacity: { ...defaultCapacity, ...textValues(entry.capacity ?? {}) },
  };
  if (count === undefined) return [{ ...node, name }];
  return Array.from({ length: Math.max(0, Math.min(count, mostNodes)) }, (_, index) => ({
    ...node,
    name: `${name}-${index + 1}`,
  }));
}

function textValues(map: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]));
}
