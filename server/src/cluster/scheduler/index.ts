import type { Pod } from '../../kubernetes/api.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import type { Change, Controller, KubernetesObject, Reader, Tally } from '../engine/types.ts';
import { explainDecision, type PlacementExplanation } from './explain.ts';
import { emptyMemory, type SchedulerMemory } from './memory.ts';
import { labelsDiffer, nodeHasChanged, podHasChanged } from './queue.ts';
import { Round } from './round.ts';
import type { ClusterView } from './snapshot.ts';

export { explainPlacement, type NodeVerdict, type PlacementExplanation } from './explain.ts';

/** The scheduler's only key: one queue for all pods. */
export const schedulerKey = 'queue';
const schedulerName = 'default-scheduler';

export interface SchedulerObservation {
  /** Unchanging while the round lasts. */
  readonly view: ClusterView;
  /** Pods of this scheduler that have no node, in order of creation. */
  readonly pending: readonly Pod[];
  readonly memory: SchedulerMemory;
}

/**
 * Chooses a node for each pod that has none.
 * Source: pkg/scheduler; https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/
 */
export const scheduler: Controller<SchedulerObservation> = {
  name: schedulerName,
  watches: {
    Pod: (change, read) => (podMatters(change, read) ? [schedulerKey] : []),
    Node: (change, read) => (hasPending(read) && nodeMatters(change) ? [schedulerKey] : []),
    PersistentVolumeClaim: whilePending,
    PersistentVolume: whilePending,
    StorageClass: whilePending,
  },
  observe(_, read, memory) {
    const pending = read.podsOnNode<Pod>('').filter(isOurs);
    if (pending.length === 0) return undefined;
    return { view: read, pending, memory: (memory as SchedulerMemory | undefined) ?? emptyMemory };
  },
  reconcile({ view, pending, memory }, context) {
    return new Round(view, pending, memory, context).run();
  },
};

/** How a pod's last placement came about, from the scheduler's memory; undefined when it was never tried. */
export function explainFromMemory(memory: unknown, podUid: string): PlacementExplanation | undefined {
  const decision = (memory as SchedulerMemory | undefined)?.decisions.get(podUid);
  return decision && explainDecision(decision);
}

function isOurs(pod: Pod): boolean {
  const isNamed = (pod.spec?.schedulerName ?? schedulerName) === schedulerName;
  return isNamed && pod.metadata.deletionTimestamp === undefined && !isPodTerminal(pod);
}

function whilePending(_: Change, read: Reader): readonly string[] {
  return hasPending(read) ? [schedulerKey] : [];
}

function hasPending(read: Reader): boolean {
  return read.tallyOnNode(Queue, '').length > 0;
}

/** How many pods have no node. */
class Queue implements Tally {
  length = 0;

  note(object: KubernetesObject | undefined, previous: KubernetesObject | undefined): void {
    if (!previous) this.length += 1;
    else if (!object) this.length -= 1;
  }
}

function podMatters({ type, object, previous }: Change, read: Reader): boolean {
  const pod: Pod = object;
  const before: Pod | undefined = previous;
  if (!pod.spec?.nodeName) return isOurs(pod) && (type === 'added' || (before !== undefined && podHasChanged(before, pod)));
  const isNews =
    type !== 'modified' ||
    before === undefined ||
    !before.spec?.nodeName ||
    isPodTerminal(before) !== isPodTerminal(pod) ||
    labelsDiffer(before, pod);
  return isNews && hasPending(read);
}

function nodeMatters({ type, object, previous }: Change): boolean {
  return type !== 'modified' || (previous !== undefined && nodeHasChanged(previous, object));
}
