import type { Namespace, Node, Pod } from '../../kubernetes/api.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import type { Labels } from '../../kubernetes/selector.ts';
import type { Reader } from '../engine/types.ts';
import { NodeInfo } from './node-info.ts';
import { type PodInfo, podInfoOf } from './pod-info.ts';

/** What the scheduler reads of the cluster. */
export type ClusterView = Pick<Reader, 'get' | 'list' | 'podsOnNode'>;

/** Pods that something selects, counted by node and kept up to date while pods are placed. */
export interface PodCount {
  on(node: NodeInfo): number;
}

interface Counter extends PodCount {
  readonly counts: Map<string, number>;
  readonly matches: (pod: PodInfo) => boolean;
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
  private readonly counters = new Map<string, Counter>();
  private imageNodes: Map<string, number> | undefined;

  constructor(
    /** In the order in which they are searched. */
    readonly nodes: readonly NodeInfo[],
    readonly view: ClusterView,
  ) {
    this.byName = new Map(nodes.map((node) => [node.name, node]));
    this.nodeNames = nodes.map(({ name }) => name);
  }

  /** Nodes with the pods that are bound to them and still count. */
  static of(view: ClusterView): Snapshot {
    const nodes = inZoneTurns(view.list<Node>('Node')).map((node) => {
      const info = new NodeInfo(node);
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
    for (const counter of this.counters.values()) {
      if (counter.matches(pod)) counter.counts.set(node.name, counter.on(node) + 1);
    }
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
    const known = this.counters.get(key);
    if (known) return known;
    const counts = new Map(this.nodes.map((node) => [node.name, node.pods.filter(matches).length]));
    const counter: Counter = { counts, matches, on: (node) => counts.get(node.name) ?? 0 };
    this.counters.set(key, counter);
    return counter;
  }

  /** How many nodes have an image. */
  nodesWithImage(name: string): number {
    if (!this.imageNodes) {
      this.imageNodes = new Map();
      for (const node of this.nodes) {
        for (const image of node.images.keys()) this.imageNodes.set(image, (this.imageNodes.get(image) ?? 0) + 1);
      }
    }
    return this.imageNodes.get(name) ?? 0;
  }

  namespaceLabels(namespace: string): Labels | undefined {
    return this.view.get<Namespace>('Namespace', '', namespace)?.metadata.labels;
  }
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
