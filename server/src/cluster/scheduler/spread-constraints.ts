import type {
  LabelSelector,
  ReplicaSet,
  ReplicationController,
  Service,
  StatefulSet,
  TopologySpreadConstraint,
} from '../../kubernetes/api.ts';
import { findUntoleratedTaint, type NodeMatcher, requiredNodeAffinity } from '../../kubernetes/node-matching.ts';
import { controllerOf } from '../../kubernetes/object.ts';
import { isEmptySelector, type Labels, matchesLabels, matchesSelector } from '../../kubernetes/selector.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { PodCount } from './pod-count.ts';
import type { ClusterView, Snapshot } from './snapshot.ts';

/** Topology spread constraints, ready to be counted. Source: plugins/podtopologyspread/common.go, plugins/helper/spread.go */
export interface SpreadConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly honorsTaints: boolean;
  readonly honorsAffinity: boolean;
  matches(labels: Labels): boolean;
  /** Pods of the pod's namespace that match and are not being deleted, by node. */
  readonly count: PodCount;
}

export const hostnameLabel = 'kubernetes.io/hostname';

const systemDefaults: readonly TopologySpreadConstraint[] = [
  { topologyKey: hostnameLabel, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

type Action = TopologySpreadConstraint['whenUnsatisfiable'];

/** The pod's own constraints of one sort. */
export function ownConstraints(pod: PodInfo, snapshot: Snapshot, action: Action): readonly SpreadConstraint[] {
  const own = pod.spec.topologySpreadConstraints ?? [];
  return own
    .filter((constraint) => constraint.whenUnsatisfiable === action)
    .map((constraint) => ownConstraint(constraint, pod, snapshot));
}

function ownConstraint(constraint: TopologySpreadConstraint, pod: PodInfo, snapshot: Snapshot): SpreadConstraint {
  const { labelSelector } = constraint;
  const keyed: Record<string, string> = {};
  for (const key of constraint.matchLabelKeys ?? []) {
    const value = pod.labels[key];
    if (value !== undefined) keyed[key] = value;
  }
  const matches = (labels: Labels) => matchesSelector(labelSelector, labels) && matchesLabels(keyed, labels);
  const countsNothing = isEmptySelector(labelSelector) && Object.keys(keyed).length === 0;
  const key = `${pod.namespace}/${JSON.stringify([labelSelector, keyed])}`;
  return prepared(constraint, matches, countOf(snapshot, pod.namespace, key, matches, countsNothing));
}

/**
 * What the scheduler applies to pods without constraints: spread what belongs to one Service, ReplicaSet,
 * StatefulSet or ReplicationController over nodes and zones, as well as may be.
 */
export function defaultConstraints(pod: PodInfo, snapshot: Snapshot): readonly SpreadConstraint[] {
  const known = defaultsBySnapshot.get(snapshot) ?? new Map<string, readonly SpreadConstraint[]>();
  defaultsBySnapshot.set(snapshot, known);
  const key = `${pod.namespace} ${controllerOf(pod.pod)?.uid ?? ''} ${JSON.stringify(pod.labels)}`;
  const constraints = known.get(key) ?? freshDefaults(pod, snapshot);
  known.set(key, constraints);
  return constraints;
}

/** Pods of one owner share their constraints while a round lasts. */
const defaultsBySnapshot = new WeakMap<Snapshot, Map<string, readonly SpreadConstraint[]>>();

function freshDefaults(pod: PodInfo, snapshot: Snapshot): readonly SpreadConstraint[] {
  const selectors = defaultSelectors(pod, snapshot.view);
  if (selectors.every(isEmptySelector)) return [];
  const matches = (labels: Labels) => selectors.every((selector) => matchesSelector(selector, labels));
  const key = `${pod.namespace}/${JSON.stringify(selectors)}`;
  const count = countOf(snapshot, pod.namespace, key, matches, false);
  return systemDefaults.map((constraint) => prepared(constraint, matches, count));
}

function defaultSelectors(pod: PodInfo, view: ClusterView): readonly LabelSelector[] {
  const matchLabels: Record<string, string> = {};
  for (const service of view.list<Service>('Service', pod.namespace)) {
    const selector = service.spec?.selector;
    if (selector && matchesLabels(selector, pod.labels)) Object.assign(matchLabels, selector);
  }
  const owner = controllerOf(pod.pod);
  if (!owner) return [{ matchLabels }];
  switch (`${owner.apiVersion} ${owner.kind}`) {
    case 'v1 ReplicationController':
      Object.assign(matchLabels, view.get<ReplicationController>(owner.kind, pod.namespace, owner.name)?.spec?.selector);
      return [{ matchLabels }];
    case 'apps/v1 ReplicaSet':
    case 'apps/v1 StatefulSet':
      return [{ matchLabels }, view.get<ReplicaSet | StatefulSet>(owner.kind, pod.namespace, owner.name)?.spec?.selector ?? {}];
    default:
      return [{ matchLabels }];
  }
}

function prepared(constraint: TopologySpreadConstraint, matches: (labels: Labels) => boolean, count: PodCount): SpreadConstraint {
  return {
    topologyKey: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    honorsAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
    honorsTaints: constraint.nodeTaintsPolicy === 'Honor',
    matches,
    count,
  };
}

const nothing = new PodCount([], [], () => false);

function countOf(
  snapshot: Snapshot,
  namespace: string,
  key: string,
  matches: (labels: Labels) => boolean,
  countsNothing: boolean,
): PodCount {
  if (countsNothing) return nothing;
  const counts = (other: PodInfo) =>
    other.namespace === namespace && other.pod.metadata.deletionTimestamp === undefined && matches(other.labels);
  return snapshot.count(key, counts);
}

/**
 * Which nodes' pods count for a constraint: by default those on nodes that the pod's node affinity allows. Undefined where
 * all nodes do.
 */
export function nodeInclusion(
  { spec }: PodInfo,
  { honorsAffinity, honorsTaints }: SpreadConstraint,
): ((node: NodeInfo) => boolean) | undefined {
  const hasAffinity = spec.nodeSelector !== undefined || spec.affinity?.nodeAffinity !== undefined;
  const matcher: NodeMatcher | undefined = honorsAffinity && hasAffinity ? requiredNodeAffinity(spec) : undefined;
  if (!matcher && !honorsTaints) return undefined;
  return ({ node }) => {
    if (matcher && !matcher.matches(node)) return false;
    if (!honorsTaints) return true;
    return findUntoleratedTaint(node.spec?.taints, spec.tolerations, ['NoSchedule', 'NoExecute']) === undefined;
  };
}

export function hasAllKeys(node: NodeInfo, constraints: readonly SpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => node.labels[topologyKey] !== undefined);
}
