import type { Deployment, ReplicaSet } from '../../kubernetes/api.ts';
import { maxSurgeOf, maxUnavailableOf } from '../../kubernetes/rollout-bounds.ts';
import { byCreation } from '../../kubernetes/rollout-history.ts';
import { activeOf, allReplicaSets, availableIn, type Rollout, replicasOf, sum } from './deployment-rollout.ts';
import type { Resize } from './deployment-scale.ts';

/**
 * How large a Deployment's new ReplicaSet is next: as far as all together stay within replicas + maxSurge.
 * Source: pkg/controller/deployment/util/deployment_util.go (NewRSNewReplicas)
 */
export function newReplicaSetSize(deployment: Deployment, present: readonly ReplicaSet[], current: number): number {
  const desired = replicasOf(deployment);
  if (deployment.spec.strategy?.type === 'Recreate') return desired;
  const total = sum(present, replicasOf);
  const most = desired + maxSurgeOf(deployment);
  return total >= most ? current : current + Math.min(most - total, desired - current);
}

/** Source: pkg/controller/deployment/rolling.go (reconcileNewReplicaSet) */
export function resizeNew(rollout: Rollout, newReplicaSet: ReplicaSet): Resize[] {
  const desired = replicasOf(rollout.deployment);
  const current = replicasOf(newReplicaSet);
  const present = [...rollout.oldReplicaSets, newReplicaSet];
  const size = current > desired ? desired : newReplicaSetSize(rollout.deployment, present, current);
  return size === current ? [] : [{ replicaSet: newReplicaSet, size }];
}

/**
 * How far the old ReplicaSets can shrink without fewer pods being available than the strategy allows. Pods of theirs that
 * are not available go first, whatever else holds: they would only block the rollout. Surge pods of the new ReplicaSet
 * that are not available yet are no reason to take any.
 * Source: pkg/controller/deployment/rolling.go (reconcileOldReplicaSets)
 */
export function resizeOld(rollout: Rollout, newReplicaSet: ReplicaSet): Resize[] {
  const { deployment } = rollout;
  const old = activeOf(rollout.oldReplicaSets);
  if (old.length === 0) return [];
  const minAvailable = replicasOf(deployment) - maxUnavailableOf(deployment);
  const newUnavailable = replicasOf(newReplicaSet) - availableIn(newReplicaSet);
  const total = sum(allReplicaSets({ ...rollout, newReplicaSet }), replicasOf);
  const most = total - minAvailable - newUnavailable;
  if (most <= 0) return [];
  const unhealthy = removeUnhealthy(old, most);
  const shrunk = old.map((replicaSet) => withSize(replicaSet, unhealthy));
  return [...unhealthy, ...removeAvailable(shrunk, sum([...old, newReplicaSet], availableIn) - minAvailable)];
}

function withSize(replicaSet: ReplicaSet, resizes: readonly Resize[]): ReplicaSet {
  const resize = resizes.find((candidate) => candidate.replicaSet === replicaSet);
  return resize === undefined ? replicaSet : { ...replicaSet, spec: { ...replicaSet.spec, replicas: resize.size } };
}

/** Oldest first, no more than `most` together. Source: rolling.go (cleanupUnhealthyReplicas) */
export function removeUnhealthy(old: readonly ReplicaSet[], most: number): Resize[] {
  return shrink(old, most, (replicaSet) => replicasOf(replicaSet) - availableIn(replicaSet));
}

/** Oldest first, no more than `spare` together. Source: rolling.go (scaleDownOldReplicaSetsForRollingUpdate) */
export function removeAvailable(old: readonly ReplicaSet[], spare: number): Resize[] {
  return shrink(old, spare, replicasOf);
}

function shrink(old: readonly ReplicaSet[], most: number, surplus: (replicaSet: ReplicaSet) => number): Resize[] {
  let left = most;
  const resizes: Resize[] = [];
  for (const replicaSet of [...old].sort(byCreation)) {
    const cut = Math.min(left, surplus(replicaSet));
    if (cut <= 0) continue;
    left -= cut;
    resizes.push({ replicaSet, size: replicasOf(replicaSet) - cut });
  }
  return resizes;
}
