import { matchesSelector } from '../../../kubernetes/selector.ts';
import { type Filtering, maxNodeScore, type Plugin, resolvable, type Scoring, unresolvable } from '../framework.ts';
import type { Domains } from '../columns.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import type { ClusterEvent } from '../queue.ts';
import type { Snapshot } from '../snapshot.ts';
import {
  defaultConstraints,
  hasAllKeys,
  hostnameLabel,
  nodeInclusion,
  ownConstraints,
  type SpreadConstraint,
} from '../spread-constraints.ts';

const reason = "node(s) didn't match pod topology spread constraints";

/**
 * Spreads pods over nodes, zones or other domains.
 * Source: plugins/podtopologyspread; https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export const podTopologySpread: Plugin = {
  name: 'PodTopologySpread',
  weight: 2,
  prepareFilter(pod, snapshot) {
    const constraints = ownConstraints(pod, snapshot, 'DoNotSchedule');
    return constraints.length === 0 ? undefined : skewFilter(pod, snapshot, constraints);
  },
  prepareScore(pod, snapshot, feasible) {
    const hasOwn = (pod.spec.topologySpreadConstraints ?? []).length > 0;
    const constraints = hasOwn ? ownConstraints(pod, snapshot, 'ScheduleAnyway') : defaultConstraints(pod, snapshot);
    if (constraints.length === 0) return undefined;
    return spreadScore(pod, snapshot, { feasible, constraints, requiresAllKeys: hasOwn });
  },
  wakesOn: ['PodAssigned', 'PodRemoved', 'PodRelabeled', 'NodeAdded', 'NodeRemoved', 'NodeChanged'],
  helpedBy: spreadMayChange,
};

function skewFilter(pod: PodInfo, snapshot: Snapshot, constraints: readonly SpreadConstraint[]): Filtering {
  const eligible = snapshot.nodes.filter((node) => hasAllKeys(node, constraints));
  const checks = constraints.map((constraint) => {
    const domains = new Map<string, number>();
    const isIncluded = nodeInclusion(pod, constraint) ?? everyNode;
    for (const node of eligible) {
      if (isIncluded(node)) addTo(domains, node.labels[constraint.topologyKey] ?? '', constraint.count.on(node));
    }
    const fewest = domains.size < constraint.minDomains ? 0 : Math.min(...domains.values());
    return { constraint, domains, fewest, self: constraint.matches(pod.labels) ? 1 : 0 };
  });
  return {
    filter(node) {
      for (const { constraint, domains, fewest, self } of checks) {
        const { topologyKey, maxSkew } = constraint;
        const domain = node.labels[topologyKey];
        if (domain === undefined) return unresolvable(`${reason} (missing required label)`, `no label ${topologyKey}`);
        const matching = domains.get(domain) ?? 0;
        if (matching + self - fewest <= maxSkew) continue;
        return resolvable(reason, `${topologyKey}=${domain} has ${matching}, the emptiest domain ${fewest}, maxSkew ${maxSkew}`);
      }
      return undefined;
    },
  };
}

const everyNode = () => true;
const nobody: ReadonlySet<NodeInfo> = new Set();

interface ScoringTask {
  readonly feasible: readonly NodeInfo[];
  readonly constraints: readonly SpreadConstraint[];
  /** Under the system's defaults a node without a zone still competes on its hostname. */
  readonly requiresAllKeys: boolean;
}

function spreadScore(pod: PodInfo, snapshot: Snapshot, task: ScoringTask): Scoring {
  const { feasible, constraints, requiresAllKeys } = task;
  const ignored = requiresAllKeys ? new Set(feasible.filter((node) => !hasAllKeys(node, constraints))) : nobody;
  const parts = constraints.map((constraint) => {
    const domains = snapshot.columns.domains(constraint.topologyKey);
    if (constraint.topologyKey === hostnameLabel) {
      return { constraint, domains, counts: undefined, factor: Math.log(feasible.length - ignored.size + 2) };
    }
    const isIncluded = nodeInclusion(pod, constraint);
    const takesPart = (node: NodeInfo) => isIncluded?.(node) !== false && (!requiresAllKeys || hasAllKeys(node, constraints));
    const counts =
      requiresAllKeys || isIncluded ? countedIn(domains, constraint, snapshot, takesPart) : constraint.count.in(domains);
    return { constraint, domains, counts, factor: Math.log(numberOfDomains(domains, feasible, ignored) + 2) };
  });
  return {
    score(node) {
      if (ignored.has(node)) return 0;
      let sum = 0;
      for (const { constraint, domains, counts, factor } of parts) {
        if (domains.isLabelled[node.place] !== 1) continue;
        const count = counts ? (counts[domains.of[node.place] ?? 0] ?? 0) : constraint.count.on(node);
        sum += count * factor + (constraint.maxSkew - 1);
      }
      return Math.round(sum);
    },
    normalize: (scores) => {
      normalizeSpread(scores, feasible, ignored);
    },
  };
}

function numberOfDomains(domains: Domains, feasible: readonly NodeInfo[], ignored: ReadonlySet<NodeInfo>): number {
  const isSeen = new Uint8Array(domains.count);
  let number = 0;
  for (const node of feasible) {
    const domain = domains.of[node.place] ?? 0;
    if (isSeen[domain] === 1 || ignored.has(node)) continue;
    isSeen[domain] = 1;
    number += 1;
  }
  return number;
}

/** Counts by domain over those nodes alone that take part. */
function countedIn(
  domains: Domains,
  { count }: SpreadConstraint,
  snapshot: Snapshot,
  takesPart: (node: NodeInfo) => boolean,
): Int32Array {
  const counts = new Int32Array(domains.count);
  for (const node of snapshot.nodes) {
    const domain = domains.of[node.place] ?? 0;
    if (takesPart(node)) counts[domain] = (counts[domain] ?? 0) + count.on(node);
  }
  return counts;
}

/** The fewer the better; nodes outside all domains get nothing. */
function normalizeSpread(scores: number[], feasible: readonly NodeInfo[], ignored: ReadonlySet<NodeInfo>): void {
  const isIgnored = (index: number) => ignored.size > 0 && ignored.has(feasible[index] as NodeInfo);
  let fewest = Number.MAX_SAFE_INTEGER;
  let most = 0;
  for (let index = 0; index < scores.length; index += 1) {
    if (isIgnored(index)) continue;
    fewest = Math.min(fewest, scores[index] ?? 0);
    most = Math.max(most, scores[index] ?? 0);
  }
  for (let index = 0; index < scores.length; index += 1) {
    if (isIgnored(index)) scores[index] = 0;
    else scores[index] = most === 0 ? maxNodeScore : Math.trunc((maxNodeScore * (most + fewest - (scores[index] ?? 0))) / most);
  }
}

function addTo(domains: Map<string, number>, domain: string, count: number): void {
  domains.set(domain, (domains.get(domain) ?? 0) + count);
}

function spreadMayChange(pod: PodInfo, event: ClusterEvent): boolean {
  const constraints = pod.spec.topologySpreadConstraints ?? [];
  switch (event.is) {
    case 'PodAssigned':
    case 'PodRemoved':
    case 'PodRelabeled': {
      if (event.pod.metadata.namespace !== pod.namespace) return false;
      const previous = event.is === 'PodRelabeled' ? event.previous : undefined;
      return constraints.some(({ labelSelector }) => {
        const matched = previous !== undefined && matchesSelector(labelSelector, previous.metadata.labels);
        return matchesSelector(labelSelector, event.pod.metadata.labels) !== matched;
      });
    }
    case 'NodeChanged':
      return [event.node, event.previous].some((node) =>
        constraints.every(({ topologyKey }) => topologyKey in (node.metadata.labels ?? {})),
      );
    case 'NodeAdded':
    case 'NodeRemoved':
      return constraints.every(({ topologyKey }) => topologyKey in (event.node.metadata.labels ?? {}));
    default:
      return false;
  }
}
