import type { DeploymentStatus, ReplicaSet } from '../../kubernetes/api.ts';
import { maxUnavailableOf } from '../../kubernetes/rollout-bounds.ts';
import { positive } from './count.ts';
import { newCondition, setCondition } from './deployment-conditions.ts';
import { allReplicaSets, availableIn, type Rollout, replicasOf, sum } from './deployment-rollout.ts';

/** Source: pkg/controller/deployment/sync.go (calculateStatus) */
export function deploymentStatus(rollout: Rollout): DeploymentStatus {
  const { deployment, newReplicaSet } = rollout;
  const all = allReplicaSets(rollout);
  const available = sum(all, availableIn);
  const terminating = terminatingReplicas(all);
  const { collisionCount } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata.generation,
    ...positive('replicas', sum(all, statusReplicas)),
    ...positive('updatedReplicas', newReplicaSet === undefined ? 0 : statusReplicas(newReplicaSet)),
    ...positive(
      'readyReplicas',
      sum(all, ({ status }) => status?.readyReplicas ?? 0),
    ),
    ...positive('availableReplicas', available),
    ...positive('unavailableReplicas', sum(all, replicasOf) - available),
    ...(terminating !== undefined && { terminatingReplicas: terminating }),
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: [...setCondition(deployment.status?.conditions ?? [], availability(rollout, available))],
  };
}

function statusReplicas({ status }: ReplicaSet): number {
  return status?.replicas ?? 0;
}

/** Unknown as long as one ReplicaSet has been seen to but does not say. */
function terminatingReplicas(all: readonly ReplicaSet[]): number | undefined {
  let total = 0;
  for (const { status } of all) {
    if (status?.terminatingReplicas !== undefined) total += status.terminatingReplicas;
    else if ((status?.observedGeneration ?? 0) > 0) return undefined;
  }
  return total;
}

function availability({ deployment, timestamp }: Rollout, available: number) {
  return available >= replicasOf(deployment) - maxUnavailableOf(deployment)
    ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', timestamp)
    : newCondition(
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
        timestamp,
      );
}
