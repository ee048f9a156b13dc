import type { Namespace, Node, Pod, Taint } from '../../kubernetes/api.ts';
import { taintText } from '../../kubernetes/node-matching.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import type { Labels } from '../../kubernetes/selector.ts';
import type { Reader } from '../engine/types.ts';
import { Columns } from './columns.ts';
import { hasPodAffinity, NodeInfo } from './node-info.ts';
import { type Placement, PodCount } from './pod-count.ts';
import { type PodInfo, podInfoOf } from './pod-info.ts';

/** What the scheduler reads of the cluster. */
export type ClusterView = Pick<Reader, 'get' | 'list' | 'podsOnNode'>;

/** Bytes of an image, and on how many nodes it is. */
interface ImageSpread {
  readonly size: number;
  readonly nodes: number;
}

/**
 * The cluster as one scheduling round sees it. Placed pods are assumed onto it, so that the next pod sees them.
 * Source: pkg/scheduler/backend/cache/{snapshot,cache,node_tree}.go
 */
export class Snapshot {
  readonly byName: ReadonlyMap<string, NodeInfo>;
  readonly nodeNames: readonly string[];
  /** Claims that pods placed in this round have tied to a node, by `namespace/name`. */
  readonly assumedClaims = new Map<string, string>();
  /** Volumes that pods placed in this round have taken. */
  readonly takenVolumes = new Set<string>();
  private readonly counts = new Map<string, PodCount>();
  private allColumns: Columns | undefined;
  private placements: Placement[] | undefined;
  private withAffinity: readonly NodeInfo[] | undefined;
  private distinctTaints: readonly Taint[] | undefined;
  private cordoned: boolean | undefined;
  private images: Map<string, ImageSpread> | undefined;

  constructor(
    /** In the order in which they are searched, each knowing its place. */
    readonly nodes: readonly NodeInfo[],
    readonly view: ClusterView,
  ) {
    this.byName = new Map(nodes.map((node) => [node.name, node]));
    this.nodeNames = nodes.map(({ name }) => name);
  }

  /** Nodes with the pods that are bound to them and still count. */
  static of(view: ClusterView): Snapshot {
    const nodes = inZoneTurns(view.list<Node>('Node')).map((node, place) => {
      const info = new NodeInfo(node, place);
      for (const pod of view.podsOnNode<Pod>(info.name)) {
        if (!isPodTerminal(pod)) info.add(podInfoOf(pod));
      }
      return info;
    });
    return new Snapshot(nodes, view);
  }

  /** From now on the pod counts as being on the node. */
  assume(pod: PodInfo, node: NodeInfo): void {
    node.add(pod);
    this.allColumns?.note(node);
    this.placements?.push({ pod, node });
    if (hasPodAffinity(pod)) this.withAffinity = undefined;
  }

  /** The same cluster with one node replaced: for asking what would be if pods were gone. */
  withNode(replacement: NodeInfo): Snapshot {
    return new Snapshot(
      this.nodes.map((node) => (node.name === replacement.name ? replacement : node)),
      this.view,
    );
  }

  /** Pods per node that match; the same key must always mean the same match. */
  count(key: string, matches: (pod: PodInfo) => boolean): PodCount {
    const known = this.counts.get(key);
    if (known) return known;
    this.placements ??= this.nodes.flatMap((node) => node.pods.map((pod) => ({ pod, node })));
    const count = new PodCount(this.nodes, this.placements, matches);
    this.counts.set(key, count);
    return count;
  }

  get columns(): Columns {
    return (this.allColumns ??= new Columns(this.nodes));
  }

  /** Nodes with a pod that has an affinity or anti-affinity term of any sort, in order of search. */
  get nodesWithAffinity(): readonly NodeInfo[] {
    return (this.withAffinity ??= this.nodes.filter(({ podsWithAffinity }) => podsWithAffinity.length > 0));
  }

  /** Every taint that some node has, each once: what is not there need not be looked for node by node. */
  get taints(): readonly Taint[] {
    return (this.distinctTaints ??= distinct(this.nodes.flatMap(({ node }) => node.spec?.taints ?? [])));
  }

  /** Whether some node is cordoned. */
  get hasCordoned(): boolean {
    return (this.cordoned ??= this.nodes.some(({ node }) => node.spec?.unschedulable === true));
  }

  /** The named nodes that there are, in order of search. */
  named(names: ReadonlySet<string>): readonly NodeInfo[] {
    const found = [...names].map((name) => this.byName.get(name)).filter((node) => node !== undefined);
    return found.sort((a, b) => a.place - b.place);
  }

  /** An image that some node has. Nodes tell different sizes of one image; the scheduler keeps the first that it was told. */
  image(name: string): ImageSpread | undefined {
    this.images ??= this.spreadOfImages();
    return this.images.get(name);
  }

  private spreadOfImages(): Map<string, ImageSpread> {
    const images = new Map<string, ImageSpread>();
    for (const { metadata } of this.view.list<Node>('Node')) {
      for (const [image, size] of this.byName.get(metadata.name ?? '')?.images ?? []) {
        const known = images.get(image);
        images.set(image, { size: known?.size ?? size, nodes: (known?.nodes ?? 0) + 1 });
      }
    }
    return images;
  }

  namespaceLabels(namespace: string): Labels | undefined {
    return this.view.get<Namespace>('Namespace', '', namespace)?.metadata.labels;
  }
}

function distinct(taints: readonly Taint[]): readonly Taint[] {
  return [...new Map(taints.map((taint) => [taintText(taint), taint])).values()];
}

/** One node of each zone in turn, zones and nodes in order of their appearance. */
export function inZoneTurns(nodes: readonly Node[]): readonly Node[] {
  const zones = new Map<string, Node[]>();
  for (const node of nodes) {
    const zone = zoneOf(node);
    const members = zones.get(zone);
    if (members) members.push(node);
    else zones.set(zone, [node]);
  }
  const ordered: Node[] = [];
  for (let turn = 0; ordered.length < nodes.length; turn += 1) {
    for (const members of zones.values()) {
      const node = members[turn];
      if (node) ordered.push(node);
    }
  }
  return ordered;
}

function zoneOf(node: Node): string {
  const labels = node.metadata.labels ?? {};
  const zone = labels['failure-domain.beta.kubernetes.io/zone'] ?? labels['topology.kubernetes.io/zone'] ?? '';
  const region = labels['failure-domain.beta.kubernetes.io/region'] ?? labels['topology.kubernetes.io/region'] ?? '';
  return `${region}:${zone}`;
}
