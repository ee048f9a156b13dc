import type { Pod, ReplicaSet } from '../../kubernetes/api.ts';
import { controllerOf } from '../../kubernetes/object.ts';
import { isPodActive, isPodTerminating, nextAvailabilityCheck } from '../../kubernetes/pod-status.ts';
import { matchesSelector } from '../../kubernetes/selector.ts';
import { type Action, type Controller, keyOf, type Reader, type ReconcileContext } from '../engine/types.ts';
import { candidates, claim, claimActions, ownersConcerned, sharingLabel } from './control-ref.ts';
import { concernsWorkload } from './pod-changes.ts';
import { createFailure, createPod, deleteFailure, deletePod, podFromTemplate } from './pod-control.ts';
import { choosePodsToDelete } from './replicaset-deletion-order.ts';
import { isSameStatus, replicaSetStatus } from './replicaset-status.ts';

/** No more pods than this are created or deleted in one go. */
export const burstReplicas = 500;

export interface ReplicaSetObservation {
  readonly replicaSet: ReplicaSet;
  /** Its own pods, and orphans that it might adopt. */
  readonly pods: readonly Pod[];
  /** Pods of all ReplicaSets of the same owner; given when some pod has to go. */
  readonly relatedPods: readonly Pod[];
}

/**
 * Keeps as many pods running as a ReplicaSet asks for.
 * Source: pkg/controller/replicaset/replica_set.go; https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/
 */
export const replicaSetController: Controller<ReplicaSetObservation> = {
  name: 'replicaset-controller',
  watches: {
    ReplicaSet: (change) => [keyOf(change.object)],
    Pod: (change, read) => (concernsWorkload(change) ? ownersConcerned<ReplicaSet>(change, 'ReplicaSet', read) : []),
  },
  observe,
  reconcile,
};

function observe(key: string, read: Reader): ReplicaSetObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  const replicaSet = read.get<ReplicaSet>('ReplicaSet', namespace, name);
  if (replicaSet === undefined) return undefined;
  const pods = candidates<Pod>(replicaSet, 'Pod', replicaSet.spec.selector, read);
  const mayScaleDown = pods.length > (replicaSet.spec.replicas ?? 1);
  return {
    replicaSet,
    pods,
    relatedPods: mayScaleDown ? podsOfSiblings(replicaSet, read) : [],
  };
}

/** Pods that the selectors of all ReplicaSets of the same owner match. None where nothing owns the ReplicaSet. */
function podsOfSiblings(replicaSet: ReplicaSet, read: Reader): readonly Pod[] {
  const owner = controllerOf(replicaSet);
  if (owner === undefined) return [];
  const related = new Set<Pod>();
  for (const sibling of read.ownedBy<ReplicaSet>('ReplicaSet', owner.uid)) {
    const { selector } = sibling.spec;
    for (const pod of sharingLabel<Pod>('Pod', sibling.metadata.namespace ?? '', selector, read)) {
      if (matchesSelector(selector, pod.metadata.labels)) related.add(pod);
    }
  }
  return [...related];
}

function reconcile(
  { replicaSet, pods, relatedPods }: ReplicaSetObservation,
  { now, timestamp }: ReconcileContext,
): readonly Action[] {
  const { selector } = replicaSet.spec;
  const claimed = claim(replicaSet, pods.filter(isPodActive), (pod) => matchesSelector(selector, pod.metadata.labels));
  const terminating = pods.filter((pod) => isPodTerminating(pod) && isOwnMatch(replicaSet, pod)).length;
  const active = claimed.claimed;

  const finish = (failure?: string): Action[] => {
    const status = replicaSetStatus({
      replicaSet,
      active,
      terminating,
      failure,
      now,
      timestamp,
    });
    const updated: ReplicaSet = { ...replicaSet, status };
    const actions: Action[] = isSameStatus(replicaSet, status) ? [] : [{ do: 'updateStatus', object: updated }];
    if (failure !== undefined) return [...actions, { do: 'retry', error: failure }];
    const minReadySeconds = replicaSet.spec.minReadySeconds ?? 0;
    if (minReadySeconds > 0 && status.readyReplicas !== status.availableReplicas) {
      actions.push({
        do: 'requeue',
        after: nextAvailabilityCheck(active, minReadySeconds, now) ?? minReadySeconds * 1000,
      });
    }
    return actions;
  };

  const claims = claimActions(replicaSet, claimed);
  if (replicaSet.metadata.deletionTimestamp !== undefined) return [...claims, ...finish()];
  return [...claims, ...manageReplicas(replicaSet, active, relatedPods, now, finish)];
}

function isOwnMatch(replicaSet: ReplicaSet, pod: Pod): boolean {
  return controllerOf(pod)?.uid === replicaSet.metadata.uid && matchesSelector(replicaSet.spec.selector, pod.metadata.labels);
}

function manageReplicas(
  replicaSet: ReplicaSet,
  active: readonly Pod[],
  relatedPods: readonly Pod[],
  now: number,
  finish: (failure?: string) => Action[],
): Action[] {
  const missing = (replicaSet.spec.replicas ?? 1) - active.length;
  if (missing > 0) {
    const create = createPod(replicaSet, podFromTemplate(replicaSet.spec.template ?? {}, replicaSet));
    const actions = Array.from({ length: Math.min(missing, burstReplicas) }, () => create);
    return [
      {
        do: 'batch',
        actions,
        slowStart: true,
        then: (outcomes) => finish(createFailure(outcomes)),
      },
    ];
  }
  if (missing < 0) {
    const actions = choosePodsToDelete(active, relatedPods, Math.min(-missing, burstReplicas), now).map((pod) =>
      deletePod(replicaSet, pod),
    );
    return [
      {
        do: 'batch',
        actions,
        slowStart: false,
        then: (outcomes) => finish(deleteFailure(outcomes)),
      },
    ];
  }
  return finish();
}
