import { ObjectStore } from '../../server/src/cluster/engine/store.ts';
import { enoughNodes, schedule } from '../../server/src/cluster/scheduler/cycle.ts';
import { failureMessage } from '../../server/src/cluster/scheduler/explain.ts';
import type { NodeInfo } from '../../server/src/cluster/scheduler/node-info.ts';
import { defaultProfile } from '../../server/src/cluster/scheduler/plugins/index.ts';
import { type PodInfo, podInfoOf } from '../../server/src/cluster/scheduler/pod-info.ts';
import { Snapshot } from '../../server/src/cluster/scheduler/snapshot.ts';
import type { Namespace, Node, Pod, ReplicaSet, Service } from '../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { comparison } from './functions-comparison.ts';

interface Scheduling {
  readonly pod: Pod;
  readonly nodes: readonly Node[];
  readonly pods?: readonly Pod[];
  readonly namespaces?: readonly Namespace[];
  readonly services?: readonly Service[];
  readonly replicaSets?: readonly ReplicaSet[];
}

type ByNode = Readonly<Record<string, number>>;

interface Scheduled {
  readonly order: readonly string[];
  readonly rejected?: Readonly<Record<string, readonly string[]>>;
  readonly message?: string;
  readonly preempts?: boolean;
  readonly scores?: Readonly<Record<string, { readonly raw: ByNode; readonly weighted: ByNode }>>;
  readonly totals?: ByNode;
}

export const schedulingComparisons = [
  comparison('scheduling', 'filters, scores and messages of the scheduler', scheduled),
  comparison('enough-nodes', 'how many nodes the scheduler looks at', enoughNodes),
];

function scheduled(question: Scheduling, theirs: Scheduled): Scheduled {
  const pod = podInfoOf(question.pod);
  const snapshot = Snapshot.of(storeOf(question));
  const cycle = schedule(pod, snapshot, defaultProfile, 0, () => 0);
  const rejected = [...cycle.rejections].map(([node, { reasons }]) => [node, reasons] as const);
  return {
    order: snapshot.nodeNames,
    ...(rejected.length > 0 && { rejected: Object.fromEntries(rejected) }),
    ...(cycle.feasible.length === 0 && failure(failureMessage(pod, cycle, snapshot), theirs)),
    ...(cycle.feasible.length > 1 && {
      scores: scoresOf(pod, snapshot, cycle.feasible, cycle.scores),
      totals: byNode(cycle.feasible, cycle.totals),
    }),
  };
}

/** Evictions are not simulated, and their message is our own. */
function failure(message: string, { preempts }: Scheduled): Partial<Scheduled> {
  return preempts === true && message.includes('preemption is not simulated') ? { preempts } : { message };
}

function scoresOf(
  pod: PodInfo,
  snapshot: Snapshot,
  feasible: readonly NodeInfo[],
  scores: ReturnType<typeof schedule>['scores'],
): NonNullable<Scheduled['scores']> {
  const found = scores.flatMap(({ plugin, weight, values }) => {
    const scoring = defaultProfile.find(({ name }) => name === plugin)?.prepareScore?.(pod, snapshot, feasible);
    const raw = feasible.map((node) => scoring?.score(node) ?? 0);
    const weighted = values.map((value) => value * weight);
    if ([...raw, ...weighted].every((value) => value === 0)) return [];
    return [[plugin, { raw: byNode(feasible, raw), weighted: byNode(feasible, weighted) }] as const];
  });
  return Object.fromEntries(found);
}

function byNode(nodes: readonly NodeInfo[], values: readonly number[]): ByNode {
  return Object.fromEntries(nodes.map(({ name }, index) => [name, values[index] ?? 0]));
}

function storeOf(question: Scheduling): ObjectStore {
  const placementOf = (object: KubernetesObject) => (object.kind === 'Pod' ? ((object as Pod).spec?.nodeName ?? '') : undefined);
  const store = new ObjectStore({ placementOf });
  const put = (kind: string, objects: readonly { readonly metadata: Pod['metadata'] }[] = []) => {
    for (const object of objects) store.put({ kind, apiVersion: 'v1', ...object } as KubernetesObject);
  };
  put('Namespace', question.namespaces);
  put('Node', question.nodes);
  put('Service', question.services);
  put('ReplicaSet', question.replicaSets);
  put('Pod', question.pods);
  return store;
}
