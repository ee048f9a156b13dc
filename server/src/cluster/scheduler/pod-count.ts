import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';

/** A pod that is on a node, or counts as being there. */
export interface Placement {
  readonly pod: PodInfo;
  readonly node: NodeInfo;
}

/** Pods that something selects, counted by node and by domain. Pods that are placed meanwhile are counted when next asked. */
export class PodCount {
  private readonly onNode: Int32Array;
  private readonly byTopology = new Map<string, Map<string, number>>();
  /** How many of the placements are counted. */
  private counted = 0;

  constructor(
    private readonly nodes: readonly NodeInfo[],
    /** Grows while the count lives. */
    private readonly placements: readonly Placement[],
    private readonly matches: (pod: PodInfo) => boolean,
  ) {
    this.onNode = new Int32Array(nodes.length);
  }

  on(node: NodeInfo): number {
    if (this.counted < this.placements.length) this.catchUp();
    return this.onNode[node.place] ?? 0;
  }

  /** Counts by the values that a node label has, where there is any; nodes without the label are one domain, ''. */
  inDomains(topologyKey: string): ReadonlyMap<string, number> {
    this.catchUp();
    const known = this.byTopology.get(topologyKey);
    if (known) return known;
    const domains = new Map<string, number>();
    this.onNode.forEach((count, place) => {
      if (count > 0) addToDomain(domains, this.nodes[place] as NodeInfo, topologyKey, count);
    });
    this.byTopology.set(topologyKey, domains);
    return domains;
  }

  private catchUp(): void {
    for (; this.counted < this.placements.length; this.counted += 1) {
      const { pod, node } = this.placements[this.counted] as Placement;
      if (!this.matches(pod)) continue;
      this.onNode[node.place] = (this.onNode[node.place] ?? 0) + 1;
      for (const [topologyKey, domains] of this.byTopology) addToDomain(domains, node, topologyKey, 1);
    }
  }
}

function addToDomain(domains: Map<string, number>, node: NodeInfo, topologyKey: string, count: number): void {
  const domain = node.labels[topologyKey] ?? '';
  domains.set(domain, (domains.get(domain) ?? 0) + count);
}
