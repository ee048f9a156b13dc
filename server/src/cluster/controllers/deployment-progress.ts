import type { Deployment, DeploymentCondition, DeploymentStatus } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { virtualMsOf } from '../../kubernetes/time.ts';
import type { Action } from '../engine/types.ts';
import {
  type Conditions,
  findCondition,
  hasProgressDeadline,
  newCondition,
  progressingCondition,
  progressReasons,
  removeCondition,
  setCondition,
} from './deployment-conditions.ts';
import { allReplicaSets, type Rollout, replicasOf } from './deployment-rollout.ts';
import { deploymentStatus } from './deployment-status.ts';

/** All that is desired runs with the current template, and nothing else does. Source: deployment_util.go (DeploymentComplete) */
export function isComplete(deployment: Deployment, status: DeploymentStatus | undefined): boolean {
  const desired = replicasOf(deployment);
  return (
    (status?.updatedReplicas ?? 0) === desired &&
    (status?.replicas ?? 0) === desired &&
    (status?.availableReplicas ?? 0) === desired &&
    (status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** Something moved forward since the last status. Source: deployment_util.go (DeploymentProgressing) */
export function hasProgressed(before: DeploymentStatus | undefined, after: DeploymentStatus): boolean {
  const count = (
    status: DeploymentStatus | undefined,
    field: 'replicas' | 'updatedReplicas' | 'readyReplicas' | 'availableReplicas',
  ): number => status?.[field] ?? 0;
  const old = (status: DeploymentStatus | undefined): number => count(status, 'replicas') - count(status, 'updatedReplicas');
  return (
    count(after, 'updatedReplicas') > count(before, 'updatedReplicas') ||
    old(after) < old(before) ||
    count(after, 'readyReplicas') > count(before, 'readyReplicas') ||
    count(after, 'availableReplicas') > count(before, 'availableReplicas')
  );
}

/** No progress for longer than the deadline. `now` in virtual milliseconds. Source: deployment_util.go (DeploymentTimedOut) */
export function hasTimedOut(deployment: Deployment, conditions: Conditions, now: number): boolean {
  const condition = findCondition(conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || condition === undefined) return false;
  // A rollout that went well is over; one that timed out stays so until it progresses.
  if (condition.reason === progressReasons.available) return false;
  return condition.reason === progressReasons.timedOut || deadlineOf(deployment, condition) < now;
}

function deadlineOf({ spec }: Deployment, condition: DeploymentCondition): number {
  return (virtualMsOf(condition.lastUpdateTime) ?? 0) + (spec.progressDeadlineSeconds ?? 0) * 1000;
}

/**
 * Writes the status in the course of a rollout, with its progress; where there is nothing to write, comes back when the
 * deadline has passed.
 * Source: pkg/controller/deployment/progress.go (syncRolloutStatus)
 */
export function syncRolloutStatus(rollout: Rollout): Action[] {
  const { deployment } = rollout;
  const status = deploymentStatus(rollout);
  status.conditions = [...withReplicaFailure(rollout, withProgress(rollout, status))];
  if (deepEqual(deployment.status, status)) return untilDeadline(deployment, status, rollout.now);
  return updateStatus(deployment, status);
}

/** Writes the status without judging progress. Source: pkg/controller/deployment/sync.go (syncDeploymentStatus) */
export function syncStatus(rollout: Rollout): Action[] {
  const status = deploymentStatus(rollout);
  return deepEqual(rollout.deployment.status, status) ? [] : updateStatus(rollout.deployment, status);
}

function updateStatus(deployment: Deployment, status: DeploymentStatus): Action[] {
  const object: Deployment = { ...deployment, status };
  return [{ do: 'updateStatus', object }];
}

function withProgress(rollout: Rollout, status: DeploymentStatus): Conditions {
  const { deployment, newReplicaSet, now, timestamp } = rollout;
  const conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return removeCondition(conditions, 'Progressing');
  const current = progressingCondition(deployment);
  const isOver = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === progressReasons.available;
  if (isOver) return conditions;
  const subject =
    newReplicaSet === undefined
      ? `Deployment ${JSON.stringify(deployment.metadata.name)}`
      : `ReplicaSet ${JSON.stringify(newReplicaSet.metadata.name)}`;
  const progressing = (value: 'True' | 'False', reason: string, text: string) =>
    newCondition('Progressing', value, reason, `${subject} ${text}`, timestamp);

  if (isComplete(deployment, status)) {
    return setCondition(conditions, progressing('True', progressReasons.available, 'has successfully progressed.'));
  }
  if (hasProgressed(deployment.status, status)) {
    const next = progressing('True', progressReasons.updated, 'is progressing.');
    // Each bit of progress moves the update time, and with it the deadline, even if nothing else of the condition changes.
    const kept = current?.status === 'True' ? { ...next, lastTransitionTime: current.lastTransitionTime } : next;
    return [...removeCondition(conditions, 'Progressing'), kept];
  }
  if (hasTimedOut(deployment, conditions, now)) {
    return setCondition(conditions, progressing('False', progressReasons.timedOut, 'has timed out progressing.'));
  }
  return conditions;
}

/** The new ReplicaSet's trouble with its pods is the Deployment's, else that of the first that has any. */
function withReplicaFailure(rollout: Rollout, conditions: Conditions): Conditions {
  const { newReplicaSet } = rollout;
  for (const replicaSet of [...(newReplicaSet === undefined ? [] : [newReplicaSet]), ...allReplicaSets(rollout)]) {
    const failure = replicaSet.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (failure !== undefined) return setCondition(conditions, { ...failure, lastUpdateTime: failure.lastTransitionTime });
  }
  return removeCondition(conditions, 'ReplicaFailure');
}

/**
 * Upstream looks again and again after a rollout that went well too, if its pods have gone down since; it never finds a
 * timeout then, so that we need not look.
 * Source: pkg/controller/deployment/progress.go (requeueStuckDeployment)
 */
function untilDeadline(deployment: Deployment, status: DeploymentStatus, now: number): Action[] {
  const current = progressingCondition(deployment);
  if (!hasProgressDeadline(deployment) || current === undefined) return [];
  const isDecided = current.reason === progressReasons.timedOut || current.reason === progressReasons.available;
  if (isDecided || isComplete(deployment, status)) return [];
  const left = deadlineOf(deployment, current) - now;
  // A deadline is over once it lies in the past; upstream leaves a second for skew, and retries quickly when less is left.
  return [{ do: 'requeue', after: left < 1000 ? Math.max(left, 0) + 1 : left + 1000 }];
}
