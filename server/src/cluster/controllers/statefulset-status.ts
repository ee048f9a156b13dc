import type { Pod, StatefulSetStatus } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { isPodAvailable, isPodReady } from '../../kubernetes/pod-status.ts';
import { positive } from './count.ts';
import { desiredReplicas, podRevision } from './statefulset-identity.ts';
import type { SetView } from './statefulset-plan.ts';

/**
 * Counts what is there (pods that the same pass creates or deletes do not show yet), less the pods deleted for the update.
 * An update is complete when all pods have the update revision and are ready: then it becomes the current one.
 * Source: pkg/controller/statefulset/stateful_set_control.go (computeReplicaStatus), stateful_set_utils.go (completeUpdate)
 */
export function statefulSetStatus(view: SetView, collisionCount: number, replaced: number): StatefulSetStatus {
  const { set, current, update, now } = view;
  const pods = view.pods.filter((pod) => (pod.status?.phase ?? '') !== '');
  const ready = pods.filter((pod) => pod.status?.phase === 'Running' && isPodReady(pod));
  const alive = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const ofRevision = (name: string) => alive.filter((pod: Pod) => podRevision(pod) === name).length;
  const updatedReplicas = ofRevision(update.name);
  const wanted = desiredReplicas(set);
  const isComplete = updatedReplicas === wanted && ready.length === wanted && pods.length === wanted;
  return {
    ...(set.status?.conditions && { conditions: set.status.conditions }),
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.length,
    ...positive('readyReplicas', ready.length),
    availableReplicas: ready.filter((pod) => isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)).length,
    ...positive('currentReplicas', isComplete ? updatedReplicas : ofRevision(current.name) - replaced),
    ...positive('updatedReplicas', updatedReplicas),
    currentRevision: isComplete ? update.name : current.name,
    updateRevision: update.name,
    collisionCount,
  };
}

/** Whether a status says something that the set's status does not. Source: inconsistentStatus */
export function isNewStatus(before: StatefulSetStatus | undefined, after: StatefulSetStatus): boolean {
  const facts = (status: Partial<StatefulSetStatus> = {}) => [
    status.replicas ?? 0,
    status.readyReplicas ?? 0,
    status.availableReplicas ?? 0,
    status.currentReplicas ?? 0,
    status.updatedReplicas ?? 0,
    status.currentRevision ?? '',
    status.updateRevision ?? '',
  ];
  return (after.observedGeneration ?? 0) > (before?.observedGeneration ?? 0) || !deepEqual(facts(before), facts(after));
}
