import type { ClusterSpec, ImageBehavior, NodeSpec } from '../../server/src/cluster/spec.ts';

/** A cluster of equal nodes, as a task names it. */
export interface EqualNodes {
  readonly nodeCount: number;
  /** Nodes are spread over so many zones; 0 for none. */
  readonly zones: number;
  readonly capacity: Readonly<Record<string, string>>;
  readonly images: readonly ImageBehavior[];
}

export function clusterSpec({ nodeCount, zones, capacity, images }: EqualNodes): ClusterSpec {
  const nodes = Array.from(
    { length: nodeCount },
    (_, index): NodeSpec => ({
      name: `node-${index + 1}`,
      labels: zones === 0 ? {} : { 'topology.kubernetes.io/zone': `zone-${(index % zones) + 1}` },
      taints: [],
      capacity,
    }),
  );
  return { nodes, images };
}
