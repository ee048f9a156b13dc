import type { Deployment, Pod, ReplicaSet } from '../../kubernetes/api.ts';
import { controllerOf } from '../../kubernetes/object.ts';
import { equalIgnoringHash, findNewReplicaSet } from '../../kubernetes/rollout-history.ts';
import { isEmptySelector, matchesSelector } from '../../kubernetes/selector.ts';
import { type Action, type Change, type Controller, keyOf, type Reader, type ReconcileContext } from '../engine/types.ts';
import { candidates, claim, claimActions, ownersConcerned, resolveController } from './control-ref.ts';
import {
  hasProgressDeadline,
  newCondition,
  progressingCondition,
  progressReasons,
  withCondition,
} from './deployment-conditions.ts';
import { isComplete, syncRolloutStatus, syncStatus } from './deployment-progress.ts';
import { areOldPodsRunning, emptyOld } from './deployment-recreate.ts';
import {
  cleanUpHistory,
  countCollision,
  createNewReplicaSet,
  newReplicaSetNameOf,
  syncRevision,
} from './deployment-revisions.ts';
import { type Rollout, replicasOf } from './deployment-rollout.ts';
import { resizeNew, resizeOld } from './deployment-rolling.ts';
import { isScalingEvent, resizeActions, scale } from './deployment-scale.ts';
import { event } from './pod-control.ts';

export interface DeploymentObservation {
  readonly deployment: Deployment;
  /** Its own ReplicaSets, and orphans that it might adopt. */
  readonly replicaSets: readonly ReplicaSet[];
  /** Whatever ReplicaSet has the name that a new one would get. */
  readonly namesake: ReplicaSet | undefined;
  /** Pods by the uid of their ReplicaSet; given for Recreate, which waits for them. */
  readonly pods: ReadonlyMap<string, readonly Pod[]>;
}

/**
 * Rolls a Deployment's pods over to its template, from one ReplicaSet to the next.
 * Source: pkg/controller/deployment; https://kubernetes.io/docs/concepts/workloads/controllers/deployment/
 */
export const deploymentController: Controller<DeploymentObservation> = {
  name: 'deployment-controller',
  watches: {
    Deployment: (change) => [keyOf(change.object)],
    ReplicaSet: (change, read) => ownersConcerned<Deployment>(change, 'Deployment', read),
    Pod: deploymentOfGonePod,
  },
  observe,
  reconcile,
};

/** A Recreate rollout goes on when the last of the old pods is gone. Other changes of pods reach it by way of ReplicaSets. */
function deploymentOfGonePod({ type, object }: Change, read: Reader): string[] {
  if (type !== 'deleted') return [];
  const replicaSet = resolveController<ReplicaSet>(object, 'ReplicaSet', read);
  const deployment = replicaSet && resolveController<Deployment>(replicaSet, 'Deployment', read);
  return deployment?.spec.strategy?.type === 'Recreate' ? [keyOf(deployment)] : [];
}

function observe(key: string, read: Reader): DeploymentObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  const deployment = read.get<Deployment>('Deployment', namespace, name);
  if (deployment === undefined) return undefined;
  const replicaSets = candidates<ReplicaSet>(deployment, 'ReplicaSet', deployment.spec.selector, read);
  const pods = new Map<string, readonly Pod[]>();
  if (deployment.spec.strategy?.type === 'Recreate') {
    for (const { metadata } of replicaSets) pods.set(metadata.uid ?? '', read.ownedBy<Pod>('Pod', metadata.uid ?? ''));
  }
  const namesake = findNewReplicaSet(deployment, replicaSets)
    ? undefined
    : read.get<ReplicaSet>('ReplicaSet', namespace, newReplicaSetNameOf(deployment));
  return { deployment, replicaSets, namesake, pods };
}

/** Source: pkg/controller/deployment/deployment_controller.go (syncDeployment) */
function reconcile(observation: DeploymentObservation, { now, timestamp }: ReconcileContext): readonly Action[] {
  const { deployment, replicaSets } = observation;
  if (isEmptySelector(deployment.spec.selector)) return refuseToSelectAll(deployment);
  const claimed = claim(deployment, replicaSets, ({ metadata }) => matchesSelector(deployment.spec.selector, metadata.labels));
  const claims = claimActions(deployment, claimed);
  if (claims.length > 0) return claims;

  const newReplicaSet = findNewReplicaSet(deployment, claimed.claimed);
  const oldReplicaSets = claimed.claimed.filter((replicaSet) => replicaSet !== newReplicaSet);
  const rollout: Rollout = { deployment, newReplicaSet, oldReplicaSets, now, timestamp };
  const isDeleted = deployment.metadata.deletionTimestamp !== undefined;
  // Each of these writes wakes the controller again, so that every pass writes the Deployment's status once at most.
  const first = [...(isDeleted ? [] : notePause(rollout)), ...syncRevision(rollout)].slice(0, 1);
  if (first.length > 0) return first;
  if (isDeleted) return syncStatus(rollout);
  if (deployment.spec.paused === true) {
    return [...resizeActions(deployment, scale(rollout)), ...cleanUpHistory(deployment, oldReplicaSets), ...syncStatus(rollout)];
  }
  if (isScalingEvent(rollout)) return [...resizeActions(deployment, scale(rollout)), ...syncStatus(rollout)];
  return deployment.spec.strategy?.type === 'Recreate' ? recreate(rollout, observation) : roll(rollout, observation);
}

function refuseToSelectAll(deployment: Deployment): Action[] {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  const warning = event(deployment, 'Warning', 'SelectingAll', message);
  const { generation = 0 } = deployment.metadata;
  if ((deployment.status?.observedGeneration ?? 0) >= generation) return [warning];
  const object: Deployment = { ...deployment, status: { ...deployment.status, observedGeneration: generation } };
  return [warning, { do: 'updateStatus', object }];
}

/**
 * Notes that a Deployment was paused or resumed, so that the time in between does not count against its deadline.
 * Source: pkg/controller/deployment/sync.go (checkPausedConditions)
 */
function notePause({ deployment, timestamp }: Rollout): Action[] {
  const reason = progressingCondition(deployment)?.reason;
  if (!hasProgressDeadline(deployment) || reason === progressReasons.timedOut) return [];
  const isPaused = deployment.spec.paused === true;
  if (isPaused === (reason === progressReasons.paused)) return [];
  const condition = isPaused
    ? newCondition('Progressing', 'Unknown', progressReasons.paused, 'Deployment is paused', timestamp)
    : newCondition('Progressing', 'Unknown', progressReasons.resumed, 'Deployment is resumed', timestamp);
  return [{ do: 'updateStatus', object: withCondition(deployment, condition) }];
}

/** Source: pkg/controller/deployment/rolling.go (rolloutRolling) */
function roll(rollout: Rollout, observation: DeploymentObservation): Action[] {
  return withNewReplicaSet(rollout, observation, (current, newReplicaSet, finish) => {
    const { deployment, oldReplicaSets } = current;
    const grown = resizeNew(current, newReplicaSet);
    if (grown.length > 0) return [...resizeActions(deployment, grown), ...finish()];
    const shrunk = resizeOld(current, newReplicaSet);
    if (shrunk.length > 0) return [...resizeActions(deployment, shrunk), ...finish()];
    const cleanup = isComplete(deployment, deployment.status) ? cleanUpHistory(deployment, oldReplicaSets) : [];
    return [...cleanup, ...finish()];
  });
}

/** Source: pkg/controller/deployment/recreate.go (rolloutRecreate) */
function recreate(rollout: Rollout, observation: DeploymentObservation): Action[] {
  const { deployment, newReplicaSet, oldReplicaSets } = rollout;
  const emptied = resizeActions(deployment, emptyOld(rollout));
  if (emptied.length > 0) return [...emptied, ...syncRolloutStatus(rollout)];
  if (areOldPodsRunning(newReplicaSet, oldReplicaSets, observation.pods)) return syncRolloutStatus(rollout);
  return withNewReplicaSet(rollout, observation, (_, present, finish) => [
    ...resizeActions(deployment, [{ replicaSet: present, size: replicasOf(deployment) }]),
    ...(isComplete(deployment, deployment.status) ? cleanUpHistory(deployment, oldReplicaSets) : []),
    ...finish(),
  ]);
}

/**
 * Goes on with the new ReplicaSet, which is created where it is missing. The Deployment's status is then written already, so
 * that the pass ends without doing so again.
 */
function withNewReplicaSet(
  rollout: Rollout,
  { deployment, namesake }: DeploymentObservation,
  then: (rollout: Rollout, newReplicaSet: ReplicaSet, finish: () => Action[]) => Action[],
): Action[] {
  if (rollout.newReplicaSet !== undefined) return then(rollout, rollout.newReplicaSet, () => syncRolloutStatus(rollout));
  if (namesake !== undefined && !isOurs(deployment, namesake)) return countCollision(deployment);
  return createNewReplicaSet(rollout, (created) => then({ ...rollout, newReplicaSet: created }, created, () => []));
}

function isOurs(deployment: Deployment, namesake: ReplicaSet): boolean {
  return (
    controllerOf(namesake)?.uid === deployment.metadata.uid && equalIgnoringHash(namesake.spec.template, deployment.spec.template)
  );
}
