import type { Domains } from './columns.ts';
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
  private readonly byDomain = new Map<Domains, Int32Array>();
  /** How many of the placements are counted. */
  private counted = 0;

  constructor(
    nodes: readonly NodeInfo[],
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

  /** Counts by number of domain. */
  in(domains: Domains): Int32Array {
    this.catchUp();
    const known = this.byDomain.get(domains);
    if (known) return known;
    const counts = new Int32Array(domains.count);
    this.onNode.forEach((count, place) => {
      add(counts, domains.of[place] ?? 0, count);
    });
    this.byDomain.set(domains, counts);
    return counts;
  }

  private catchUp(): void {
    for (; this.counted < this.placements.length; this.counted += 1) {
      const { pod, node } = this.placements[this.counted] as Placement;
      if (!this.matches(pod)) continue;
      add(this.onNode, node.place, 1);
      for (const [domains, counts] of this.byDomain) add(counts, domains.of[node.place] ?? 0, 1);
    }
  }
}

function add(counts: Int32Array, at: number, count: number): void {
  counts[at] = (counts[at] ?? 0) + count;
}
