import type { Pod, ReplicaSet } from '../../kubernetes/api.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import { activeOf, type Rollout, sum } from './deployment-rollout.ts';
import type { Resize } from './deployment-scale.ts';

/** Source: pkg/controller/deployment/recreate.go (scaleDownOldReplicaSetsForRecreate) */
export function emptyOld(rollout: Rollout): Resize[] {
  return activeOf(rollout.oldReplicaSets).map((replicaSet) => ({ replicaSet, size: 0 }));
}

/**
 * Whether pods of an earlier template are left that have not stopped, those that are being deleted included: the new ones
 * have to wait for them.
 * Source: pkg/controller/deployment/recreate.go (oldPodsRunning)
 */
export function areOldPodsRunning(
  newReplicaSet: ReplicaSet | undefined,
  oldReplicaSets: readonly ReplicaSet[],
  podsByReplicaSet: ReadonlyMap<string, readonly Pod[]>,
): boolean {
  if (sum(oldReplicaSets, (replicaSet) => replicaSet.status?.replicas ?? 0) > 0) return true;
  for (const [uid, pods] of podsByReplicaSet) {
    if (uid !== newReplicaSet?.metadata.uid && pods.some((pod) => !isPodTerminal(pod))) return true;
  }
  return false;
}
