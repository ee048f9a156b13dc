import type { Node, Pod, Taint } from '../../kubernetes/api.ts';
import { podCondition } from '../../kubernetes/pod-status.ts';
import type { Action, Controller, Reader, ReconcileContext } from '../engine/types.ts';
import { isNodeReady, lossDueAt, unknownConditions } from './node-health.ts';
import { planTaints, type TaintMemory } from './node-taints.ts';
import { withPodCondition } from './pod-conditions.ts';
import { event } from './pod-control.ts';

/** All nodes are one piece of work, since the pace of evictions depends on how many of them are down. */
const onlyKey = 'nodes';

interface LifecycleMemory extends TaintMemory {
  readonly known: ReadonlySet<string>;
}

export interface NodesObservation {
  readonly nodes: readonly Node[];
  readonly podsOn: (node: string) => readonly Pod[];
  readonly memory: LifecycleMemory;
}

/**
 * Notices nodes that fall silent, marks their pods as not ready, and keeps the taints that follow from nodes' conditions.
 * Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go; https://kubernetes.io/docs/concepts/architecture/nodes/
 */
export const nodeLifecycleController: Controller<NodesObservation> = {
  name: 'node-controller',
  watches: { Node: () => [onlyKey] },
  observe,
  reconcile,
};

function observe(_key: string, read: Reader, memory: unknown): NodesObservation {
  const nothing: LifecycleMemory = { known: new Set(), zones: new Map(), isStopped: false };
  return {
    nodes: read.list<Node>('Node'),
    podsOn: (node) => read.podsOnNode<Pod>(node),
    memory: (memory as LifecycleMemory | undefined) ?? nothing,
  };
}

function reconcile({ nodes, podsOn, memory }: NodesObservation, { now, timestamp }: ReconcileContext): readonly Action[] {
  const names = nodes.map(({ metadata }) => metadata.name ?? '');
  const known = new Set(names);
  const added = nodes.filter(({ metadata }) => !memory.known.has(metadata.name ?? ''));
  const removed = [...memory.known].filter((name) => !known.has(name));
  const lost = nodes.filter((node) => (lossDueAt(node) ?? Infinity) <= now);
  // A lost node's taints follow once its new conditions are there: its write wakes this controller again.
  const others = lost.length === 0 ? nodes : nodes.filter((node) => !lost.includes(node));
  const taints = planTaints(others, memory, now, timestamp);
  const due = [...others.map(lossDueAt), taints.nextAt].filter((at) => at !== undefined);
  return [
    { do: 'remember', value: { ...taints.memory, known } satisfies LifecycleMemory },
    ...added.map((node) => nodeEvent(node.metadata.name, 'RegisteredNode', (name) => `Registered Node ${name} in Controller`)),
    ...removed.map((name) => nodeEvent(name, 'RemovingNode', (gone) => `Removing Node ${gone} from Controller`)),
    ...lost.flatMap((node) => loseNode(node, podsOn(node.metadata.name ?? ''), timestamp)),
    ...taints.changes.map((change): Action => ({ do: 'update', object: withTaints(change.node, change.taints) })),
    ...(due.length === 0 ? [] : [{ do: 'requeue', after: Math.min(...due) - now } as const]),
  ];
}

function nodeEvent(name = '', reason: string, message: (name: string) => string): Action {
  const about = { kind: 'Node', namespace: '', name };
  return { do: 'event', type: 'Normal', about, reason, message: `Node ${name} event: ${message(name)}` };
}

/** The node's conditions turn Unknown; its pods, which nobody hears of any more, count as not ready. */
function loseNode(node: Node, pods: readonly Pod[], timestamp: string): Action[] {
  const name = node.metadata.name ?? '';
  const lost: Node = { ...node, status: { ...node.status, conditions: unknownConditions(node, timestamp) } };
  const actions: Action[] = [{ do: 'updateStatus', object: lost }];
  if (!isNodeReady(node)) return actions;
  actions.push(event(node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`));
  for (const pod of pods) {
    const ready = podCondition(pod, 'Ready');
    const marked = ready && withPodCondition(pod, { ...ready, status: 'False' }, timestamp);
    if (marked === undefined || marked === pod) continue;
    const told = event(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
    actions.push({ do: 'updateStatus', object: marked, then: (outcome) => (outcome.ok ? [told] : []) });
  }
  return actions;
}

function withTaints(node: Node, taints: Taint[]): Node {
  const { taints: _, ...spec } = node.spec ?? {};
  return { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } };
}
