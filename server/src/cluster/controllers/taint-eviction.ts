import type { Node, Pod, Taint, Toleration } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { tolerates } from '../../kubernetes/node-matching.ts';
import { refOf } from '../../kubernetes/object.ts';
import {
  type Action,
  type Change,
  type Controller,
  keyOf,
  type Reader,
  type ReconcileContext,
  type VirtualMs,
} from '../engine/types.ts';
import { withPodCondition } from './pod-conditions.ts';

/** What the controller holds of a pod: when its deletion is due, or that it was carried out. */
export type Eviction = { readonly dueAt: VirtualMs } | { readonly isDone: true };

export interface TaintedPodObservation {
  readonly name: string;
  readonly namespace: string;
  /** Undefined once it is gone. */
  readonly pod: Pod | undefined;
  /** Those of its node that have the effect NoExecute. */
  readonly taints: readonly Taint[];
  readonly eviction: Eviction | undefined;
}

/**
 * Deletes pods from nodes with a NoExecute taint: at once, or as long after as they tolerate it.
 * Source: pkg/controller/tainteviction/taint_eviction.go; https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export const taintEvictionController: Controller<TaintedPodObservation> = {
  name: 'taint-eviction-controller',
  watches: { Pod: (change) => (concernsTaints(change) ? [keyOf(change.object)] : []), Node: podsConcerned },
  observe,
  reconcile,
};

function concernsTaints({ type, object, previous }: Change): boolean {
  const pod: Pod = object;
  const before: Pod | undefined = previous;
  if (type !== 'modified') return Boolean(pod.spec?.nodeName);
  return before?.spec?.nodeName !== pod.spec?.nodeName || !deepEqual(before?.spec?.tolerations, pod.spec?.tolerations);
}

function podsConcerned({ type, object, previous }: Change, read: Reader): readonly string[] {
  if (type === 'deleted' || deepEqual(noExecute(object), noExecute(previous))) return [];
  return read.podsOnNode<Pod>(object.metadata.name ?? '').map(keyOf);
}

function noExecute(node: Node | undefined): readonly Taint[] {
  return node?.spec?.taints?.filter(({ effect }) => effect === 'NoExecute') ?? [];
}

function observe(key: string, read: Reader, memory: unknown): TaintedPodObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  const pod = read.get<Pod>('Pod', namespace, name);
  const taints = noExecute(read.get<Node>('Node', '', pod?.spec?.nodeName ?? ''));
  const eviction = memory as Eviction | undefined;
  return taints.length === 0 && eviction === undefined ? undefined : { name, namespace, pod, taints, eviction };
}

function reconcile(observation: TaintedPodObservation, { now, timestamp }: ReconcileContext): readonly Action[] {
  const { pod, taints, eviction } = observation;
  const patience = pod === undefined || taints.length === 0 ? Infinity : toleratedFor(taints, pod.spec?.tolerations ?? []);
  if (pod === undefined || patience === Infinity) return cancel(observation);
  if (eviction && 'isDone' in eviction) return [];
  // A deletion that is planned keeps its time, whatever taints are added later; only an untolerated one brings it on.
  const dueAt = patience === 0 ? now : (eviction?.dueAt ?? now + patience);
  if (dueAt > now) {
    return [
      { do: 'remember', value: { dueAt } satisfies Eviction },
      { do: 'requeue', after: dueAt - now },
    ];
  }
  const isAhead = eviction !== undefined && eviction.dueAt > now;
  return [...(isAhead ? [told(observation, 'Cancelling deletion')] : []), ...evict(observation, pod, timestamp)];
}

/** Milliseconds that a pod stays: 0 when a taint is not tolerated, Infinity when all are tolerated without a limit. */
export function toleratedFor(taints: readonly Taint[], tolerations: readonly Toleration[]): VirtualMs {
  const used = taints.map((taint) => tolerations.find((toleration) => tolerates(toleration, taint)));
  const limits = used.map((toleration) => (toleration === undefined ? 0 : (toleration.tolerationSeconds ?? Infinity)));
  return Math.max(0, Math.min(...limits)) * 1000;
}

function cancel(observation: TaintedPodObservation): Action[] {
  const { eviction } = observation;
  if (eviction === undefined) return [];
  const isPlanned = 'dueAt' in eviction;
  return [...(isPlanned ? [told(observation, 'Cancelling deletion')] : []), { do: 'remember', value: undefined }];
}

function told({ namespace, name }: TaintedPodObservation, what: 'Cancelling deletion' | 'Marking for deletion'): Action {
  const of = what === 'Cancelling deletion' ? ' of' : '';
  const message = `${what}${of} Pod ${namespace}/${name}`;
  return { do: 'event', type: 'Normal', about: { kind: 'Pod', namespace, name }, reason: 'TaintManagerEviction', message };
}

function evict(observation: TaintedPodObservation, pod: Pod, timestamp: string): Action[] {
  const marked = withPodCondition(
    pod,
    {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
      observedGeneration: pod.metadata.generation,
    },
    timestamp,
  );
  return [
    told(observation, 'Marking for deletion'),
    ...(marked === pod ? [] : [{ do: 'updateStatus', object: marked } as const]),
    { do: 'delete', ref: refOf(pod) },
    { do: 'remember', value: { isDone: true } satisfies Eviction },
  ];
}
