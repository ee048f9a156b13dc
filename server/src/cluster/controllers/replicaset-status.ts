import type { Pod, ReplicaSet, ReplicaSetCondition, ReplicaSetStatus } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { isPodAvailable, isPodReady } from '../../kubernetes/pod-status.ts';
import { matchesLabels } from '../../kubernetes/selector.ts';
import { positive } from './count.ts';

const replicaFailure = 'ReplicaFailure';

export interface StatusInputs {
  readonly replicaSet: ReplicaSet;
  readonly active: readonly Pod[];
  /** How many of its pods are being deleted and still run. */
  readonly terminating: number;
  /** What went wrong in creating or deleting pods in this pass. */
  readonly failure: string | undefined;
  readonly now: number;
  readonly timestamp: string;
}

/** Source: pkg/controller/replicaset/replica_set_utils.go (calculateStatus) */
export function replicaSetStatus({ replicaSet, active, terminating, failure, now, timestamp }: StatusInputs): ReplicaSetStatus {
  const templateLabels = replicaSet.spec.template?.metadata?.labels;
  const minReadySeconds = replicaSet.spec.minReadySeconds ?? 0;
  let [fullyLabeled, ready, available] = [0, 0, 0];
  for (const pod of active) {
    if (matchesLabels(templateLabels, pod.metadata.labels)) fullyLabeled++;
    if (!isPodReady(pod)) continue;
    ready++;
    if (isPodAvailable(pod, minReadySeconds, now)) available++;
  }
  const conditions = conditionsAfter(replicaSet, active.length, failure, timestamp);
  return {
    replicas: active.length,
    ...positive('fullyLabeledReplicas', fullyLabeled),
    ...positive('readyReplicas', ready),
    ...positive('availableReplicas', available),
    terminatingReplicas: terminating,
    observedGeneration: replicaSet.metadata.generation ?? 0,
    ...(conditions.length > 0 && { conditions }),
  };
}

/** The first failure's text stays until a pass goes well. */
function conditionsAfter(
  replicaSet: ReplicaSet,
  active: number,
  failure: string | undefined,
  timestamp: string,
): ReplicaSetCondition[] {
  const conditions = replicaSet.status?.conditions ?? [];
  if (failure === undefined) return conditions.filter((condition) => condition.type !== replicaFailure);
  if (conditions.some((condition) => condition.type === replicaFailure)) return conditions;
  const reason = active < (replicaSet.spec.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete';
  return [
    ...conditions,
    {
      type: replicaFailure,
      status: 'True',
      lastTransitionTime: timestamp,
      reason,
      message: failure,
    },
  ];
}

export function isSameStatus(replicaSet: ReplicaSet, status: ReplicaSetStatus): boolean {
  const { status: present } = replicaSet;
  return (
    present !== undefined &&
    present.replicas === status.replicas &&
    (present.fullyLabeledReplicas ?? 0) === (status.fullyLabeledReplicas ?? 0) &&
    (present.readyReplicas ?? 0) === (status.readyReplicas ?? 0) &&
    (present.availableReplicas ?? 0) === (status.availableReplicas ?? 0) &&
    present.terminatingReplicas === status.terminatingReplicas &&
    (present.observedGeneration ?? 0) === status.observedGeneration &&
    deepEqual(present.conditions ?? [], status.conditions ?? [])
  );
}
