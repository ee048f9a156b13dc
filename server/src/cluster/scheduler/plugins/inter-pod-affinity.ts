import type { Labels } from '../../../kubernetes/selector.ts';
import { type Filtering, maxNodeScore, type Plugin, resolvable, type Scoring, unresolvable } from '../framework.ts';
import type { NodeInfo } from '../node-info.ts';
import { type AffinityTerm, type PodInfo, podInfoOf, termMatches } from '../pod-info.ts';
import type { ClusterEvent } from '../queue.ts';
import type { Snapshot } from '../snapshot.ts';

/** What an existing pod's required affinity to the new pod counts as a preference. */
const hardAffinityWeight = 1;

/**
 * Pod affinity and anti-affinity, of the pod and of the pods that are there.
 * Source: plugins/interpodaffinity/{filtering,scoring}.go
 */
export const interPodAffinity: Plugin = {
  name: 'InterPodAffinity',
  weight: 2,
  prepareFilter: affinityFilter,
  prepareScore: affinityScore,
  wakesOn: ['PodAssigned', 'PodRemoved', 'PodRelabeled', 'NodeAdded', 'NodeChanged'],
  helpedBy: affinityMayChange,
};

/** Counts or weights by topology key and value. */
class Topology {
  private readonly values = new Map<string, Map<string, number>>();

  add(node: NodeInfo, key: string, amount: number): void {
    const value = node.labels[key];
    if (value === undefined) return;
    const byValue = this.values.get(key) ?? new Map<string, number>();
    byValue.set(value, (byValue.get(value) ?? 0) + amount);
    this.values.set(key, byValue);
  }

  at(node: NodeInfo, key: string): number {
    return this.values.get(key)?.get(node.labels[key] ?? '') ?? 0;
  }

  sumOn(node: NodeInfo): number {
    let sum = 0;
    for (const key of this.values.keys()) if (node.labels[key] !== undefined) sum += this.at(node, key);
    return sum;
  }

  get keys(): readonly string[] {
    return [...this.values.keys()];
  }

  get isEmpty(): boolean {
    return this.values.size === 0;
  }
}

function affinityFilter(pod: PodInfo, snapshot: Snapshot): Filtering | undefined {
  const rejecting = existingAntiAffinity(pod, snapshot);
  const { requiredAffinity, requiredAntiAffinity } = pod;
  if (rejecting.isEmpty && requiredAffinity.length === 0 && requiredAntiAffinity.length === 0) return undefined;
  const { affinity, antiAffinity } = ownCounts(pod, snapshot);
  const isFirstOfItsKind = affinity.isEmpty && matchesAll(pod.requiredAffinity, pod, snapshot.namespaceLabels(pod.namespace));
  const satisfiesAffinity = (node: NodeInfo) =>
    requiredAffinity.every(({ topologyKey }) => node.labels[topologyKey] !== undefined) &&
    (isFirstOfItsKind || requiredAffinity.every(({ topologyKey }) => affinity.at(node, topologyKey) > 0));
  return {
    filter(node) {
      if (!satisfiesAffinity(node)) return unresolvable("node(s) didn't match pod affinity rules");
      const own = requiredAntiAffinity.find(({ topologyKey }) => antiAffinity.at(node, topologyKey) > 0);
      if (own) return resolvable("node(s) didn't match pod anti-affinity rules", domainText(node, own.topologyKey));
      const key = rejecting.keys.find((candidate) => rejecting.at(node, candidate) > 0);
      return key === undefined
        ? undefined
        : resolvable("node(s) didn't satisfy existing pods anti-affinity rules", domainText(node, key));
    },
  };
}

const domainText = (node: NodeInfo, key: string): string => `${key}=${node.labels[key] ?? ''}`;

/** Domains that pods already there keep the new pod out of. */
function existingAntiAffinity(pod: PodInfo, snapshot: Snapshot): Topology {
  const topology = new Topology();
  for (const node of snapshot.nodesWithAffinity) {
    for (const existing of node.podsWithRequiredAntiAffinity) {
      for (const term of existing.requiredAntiAffinity) {
        if (termMatches(term, pod, snapshot.namespaceLabels(pod.namespace))) topology.add(node, term.topologyKey, 1);
      }
    }
  }
  return topology;
}

/** Existing pods that match all affinity terms at once, and those that match an anti-affinity term, by domain. */
function ownCounts(pod: PodInfo, snapshot: Snapshot): { affinity: Topology; antiAffinity: Topology } {
  const affinity = new Topology();
  const antiAffinity = new Topology();
  if (pod.requiredAffinity.length + pod.requiredAntiAffinity.length === 0) return { affinity, antiAffinity };
  for (const node of snapshot.nodes) {
    for (const existing of node.pods) {
      const labels = snapshot.namespaceLabels(existing.namespace);
      if (matchesAll(pod.requiredAffinity, existing, labels)) {
        for (const term of pod.requiredAffinity) affinity.add(node, term.topologyKey, 1);
      }
      for (const term of pod.requiredAntiAffinity) {
        if (termMatches(term, existing, labels)) antiAffinity.add(node, term.topologyKey, 1);
      }
    }
  }
  return { affinity, antiAffinity };
}

function matchesAll(terms: readonly AffinityTerm[], pod: PodInfo, namespaceLabels: Labels | undefined): boolean {
  return terms.length > 0 && terms.every((term) => termMatches(term, pod, namespaceLabels));
}

function affinityScore(pod: PodInfo, snapshot: Snapshot): Scoring | undefined {
  const hasPreferences = pod.preferredAffinity.length + pod.preferredAntiAffinity.length > 0;
  const topology = new Topology();
  const ownLabels = snapshot.namespaceLabels(pod.namespace);
  for (const node of hasPreferences ? snapshot.nodes : snapshot.nodesWithAffinity) {
    for (const existing of hasPreferences ? node.pods : node.podsWithAffinity) {
      const labels = hasPreferences ? snapshot.namespaceLabels(existing.namespace) : undefined;
      const weigh = (terms: readonly AffinityTerm[], target: PodInfo, targetLabels: Labels | undefined, sign: number) => {
        for (const term of terms) {
          if (termMatches(term, target, targetLabels))
            topology.add(node, term.topologyKey, sign * (term.weight || hardAffinityWeight));
        }
      };
      weigh(pod.preferredAffinity, existing, labels, 1);
      weigh(pod.preferredAntiAffinity, existing, labels, -1);
      weigh(existing.requiredAffinity, pod, ownLabels, 1);
      weigh(existing.preferredAffinity, pod, ownLabels, 1);
      weigh(existing.preferredAntiAffinity, pod, ownLabels, -1);
    }
  }
  if (topology.isEmpty) return undefined;
  return { score: (node) => topology.sumOn(node), normalize: normalizeByRange };
}

function normalizeByRange(scores: number[]): void {
  const [lowest, highest] = [Math.min(...scores), Math.max(...scores)];
  const range = highest - lowest;
  for (const [index, score] of scores.entries()) {
    scores[index] = range === 0 ? 0 : Math.trunc(maxNodeScore * ((score - lowest) / range));
  }
}

function affinityMayChange(pod: PodInfo, event: ClusterEvent): boolean {
  const terms = [...pod.requiredAffinity, ...pod.requiredAntiAffinity];
  switch (event.is) {
    case 'PodAssigned':
      return matchesAll(pod.requiredAffinity, podInfoOf(event.pod), undefined) || pod.requiredAffinity.some(hasNamespaceSelector);
    case 'PodRelabeled':
      return true;
    case 'PodRemoved': {
      const removed = podInfoOf(event.pod);
      const hates = (from: PodInfo, to: PodInfo) =>
        from.requiredAntiAffinity.some((term) => hasNamespaceSelector(term) || termMatches(term, to, undefined));
      return hates(pod, removed) || hates(removed, pod);
    }
    case 'NodeAdded':
      return terms.length > 0;
    case 'NodeChanged':
      return terms.some(
        ({ topologyKey }) => event.node.metadata.labels?.[topologyKey] !== event.previous.metadata.labels?.[topologyKey],
      );
    default:
      return false;
  }
}

/** Namespaces' labels are not at hand where hints are asked for: such a term is taken to match. */
function hasNamespaceSelector(term: AffinityTerm): boolean {
  return term.namespaceSelector !== undefined;
}
