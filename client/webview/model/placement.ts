import type { PodBarState, SeriesPoint, Timeline, TimelineNode, TimelinePod } from '../../../server/src/protocol.ts';
import { barAt } from './pods.ts';
import { valueAt } from './steps.ts';

export interface PlacedPod {
  readonly pod: TimelinePod;
  readonly state: PodBarState;
  readonly status: string;
  readonly role: 'workload' | 'other' | 'system';
}

export interface NodeCard {
  readonly name: string;
  /** As kubectl prints it; `Ready` is not worth saying. */
  readonly status: string;
  readonly isReady: boolean;
  /** Share of allocatable that is requested, 0 to 1. */
  readonly cpu: number;
  readonly memory: number;
  readonly pods: readonly PlacedPod[];
}

export interface Zone {
  readonly name: string;
  readonly nodes: readonly NodeCard[];
}

export interface Placement {
  readonly zones: readonly Zone[];
  /** Pods that exist and have no node. */
  readonly unplaced: readonly PlacedPod[];
}

/** Where everything is at a moment. `own` says which pods belong to the workload in front. */
export function placementAt(timeline: Timeline, own: ReadonlySet<string>, at: number): Placement {
  const users = timeline.workloads.flatMap(({ groups }) => groups.flatMap(({ pods }) => pods));
  const onNode = new Map<string, PlacedPod[]>();
  const place = (pods: readonly TimelinePod[], roleOf: (pod: TimelinePod) => PlacedPod['role']) => {
    for (const pod of pods) {
      const bar = barAt(pod, at, timeline.to);
      if (!bar) continue;
      const node = bar.state === 'pending' ? '' : pod.node;
      const members = onNode.get(node) ?? [];
      members.push({ pod, state: bar.state, status: `${bar.status} ${bar.ready}`, role: roleOf(pod) });
      onNode.set(node, members);
    }
  };
  place(users, ({ uid }) => (own.has(uid) ? 'workload' : 'other'));
  place(timeline.systemPods, () => 'system');
  const zones = new Map<string, NodeCard[]>();
  for (const node of timeline.nodes) {
    const card = cardOf(node, onNode.get(node.name) ?? [], at);
    if (card) zones.set(node.zone, [...(zones.get(node.zone) ?? []), card]);
  }
  return {
    zones: [...zones].map(([name, nodes]) => ({ name, nodes })),
    unplaced: onNode.get('') ?? [],
  };
}

function cardOf(node: TimelineNode, pods: readonly PlacedPod[], at: number): NodeCard | undefined {
  const status = node.status.findLast((point) => point.at <= at)?.text ?? '';
  if (status === '') return undefined;
  const share = (points: readonly SeriesPoint[]) => valueAt(points, at) ?? 0;
  const order = { workload: 0, other: 1, system: 2 };
  return {
    name: node.name,
    status: status === 'Ready' ? '' : status.replace(/^Ready,/, ''),
    isReady: status === 'Ready',
    cpu: share(node.cpu),
    memory: share(node.memory),
    pods: pods.toSorted((a, b) => order[a.role] - order[b.role]),
  };
}
