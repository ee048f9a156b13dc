import type { Deployment, ReplicaSet } from '../../kubernetes/api.ts';

/** A Deployment and its ReplicaSets, sorted into the one it wants and the others. What every step of a rollout decides from. */
export interface Rollout {
  readonly deployment: Deployment;
  /** The ReplicaSet with the Deployment's template. */
  readonly newReplicaSet: ReplicaSet | undefined;
  /** All others, oldest first. */
  readonly oldReplicaSets: readonly ReplicaSet[];
  /** Virtual milliseconds. */
  readonly now: number;
  /** `now` as the API writes it. */
  readonly timestamp: string;
}

export function allReplicaSets({ newReplicaSet, oldReplicaSets }: Rollout): readonly ReplicaSet[] {
  return newReplicaSet === undefined ? oldReplicaSets : [...oldReplicaSets, newReplicaSet];
}

export function replicasOf(object: Deployment | ReplicaSet): number {
  return object.spec.replicas ?? 1;
}

export function availableIn(replicaSet: ReplicaSet): number {
  return replicaSet.status?.availableReplicas ?? 0;
}

export function sum(replicaSets: readonly ReplicaSet[], count: (replicaSet: ReplicaSet) => number): number {
  return replicaSets.reduce((total, replicaSet) => total + count(replicaSet), 0);
}

export function activeOf(replicaSets: readonly ReplicaSet[]): readonly ReplicaSet[] {
  return replicaSets.filter((replicaSet) => replicasOf(replicaSet) > 0);
}
