import type { Deployment, ReplicaSet } from '../../kubernetes/api.ts';
import { isRollingUpdate, maxSurgeOf } from '../../kubernetes/rollout-bounds.ts';
import { byCreation, desiredReplicasAnnotation, maxReplicasAnnotation } from '../../kubernetes/rollout-history.ts';
import type { Action } from '../engine/types.ts';
import { activeOf, allReplicaSets, availableIn, type Rollout, replicasOf, sum } from './deployment-rollout.ts';
import { event } from './pod-control.ts';

/** A ReplicaSet's new size. */
export interface Resize {
  readonly replicaSet: ReplicaSet;
  readonly size: number;
  /** Its notes of the Deployment's size are refreshed even if its own size stays. */
  readonly refresh?: boolean;
}

/**
 * Whether the Deployment was scaled since its ReplicaSets took note of its size.
 * Source: pkg/controller/deployment/sync.go (isScalingEvent)
 */
export function isScalingEvent(rollout: Rollout): boolean {
  return activeOf(allReplicaSets(rollout)).some((replicaSet) => {
    const desired = countAnnotation(replicaSet, desiredReplicasAnnotation);
    return desired !== undefined && desired !== replicasOf(rollout.deployment);
  });
}

/**
 * Sizes after a change of `replicas`, or while paused. One active ReplicaSet takes it all; a new one that has taken over
 * empties the old ones; in the middle of a rolling update all are resized in proportion, so that the risk stays spread.
 * Source: pkg/controller/deployment/sync.go (scale)
 */
export function scale(rollout: Rollout): Resize[] {
  const { deployment, newReplicaSet, oldReplicaSets } = rollout;
  const only = activeOrLatest(newReplicaSet, oldReplicaSets);
  if (only !== undefined) return [{ replicaSet: only, size: replicasOf(deployment) }];
  if (newReplicaSet !== undefined && isSaturated(deployment, newReplicaSet)) {
    return activeOf(oldReplicaSets).map((replicaSet) => ({ replicaSet, size: 0 }));
  }
  return isRollingUpdate(deployment) ? inProportion(deployment, activeOf(allReplicaSets(rollout))) : [];
}

/** The only active ReplicaSet; without any the new one, else the newest old one. Source: deployment_util.go (FindActiveOrLatest) */
function activeOrLatest(newReplicaSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const active = activeOf(newReplicaSet === undefined ? old : [...old, newReplicaSet]);
  if (active.length > 0) return active.length === 1 ? active[0] : undefined;
  return newReplicaSet ?? [...old].sort(byCreation).at(-1);
}

/** Source: deployment_util.go (IsSaturated) */
function isSaturated(deployment: Deployment, replicaSet: ReplicaSet): boolean {
  const desired = replicasOf(deployment);
  return (
    replicasOf(replicaSet) === desired &&
    countAnnotation(replicaSet, desiredReplicasAnnotation) === desired &&
    availableIn(replicaSet) === desired
  );
}

function inProportion(deployment: Deployment, active: readonly ReplicaSet[]): Resize[] {
  const desired = replicasOf(deployment);
  const allowed = desired > 0 ? desired + maxSurgeOf(deployment) : 0;
  const toAdd = allowed - sum(active, replicasOf);
  if (toAdd === 0) return active.map((replicaSet) => ({ replicaSet, size: replicasOf(replicaSet), refresh: true }));
  const age = toAdd > 0 ? -1 : 1;
  const sorted = [...active].sort((a, b) => replicasOf(b) - replicasOf(a) || age * byCreation(a, b));
  let added = 0;
  const sizes = sorted.map((replicaSet) => {
    const share = proportionOf(replicaSet, deployment, toAdd - added);
    added += share;
    return replicasOf(replicaSet) + share;
  });
  // What rounding has left over goes to the first, which is the largest.
  sizes[0] = Math.max(0, (sizes[0] ?? 0) + toAdd - added);
  return sorted.map((replicaSet, index) => ({ replicaSet, size: sizes[index] as number, refresh: true }));
}

/** What a ReplicaSet's share of the Deployment's growth is, within what is left. Source: deployment_util.go (GetReplicaSetProportion) */
function proportionOf(replicaSet: ReplicaSet, deployment: Deployment, left: number): number {
  if (left === 0) return 0;
  const fraction = fractionOf(replicaSet, deployment);
  return left > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
}

/** How much a ReplicaSet grows if all grow alike. Source: deployment_util.go (getReplicaSetFraction) */
export function fractionOf(replicaSet: ReplicaSet, deployment: Deployment): number {
  const size = replicasOf(replicaSet);
  if (replicasOf(deployment) === 0) return -size;
  // Someone may have taken the annotation away; the size at the last status is the next best guess.
  const before = countAnnotation(replicaSet, maxReplicasAnnotation) || (deployment.status?.replicas ?? 0);
  if (before === 0) return 0;
  const maxReplicas = replicasOf(deployment) + maxSurgeOf(deployment);
  return Math.floor((size * maxReplicas) / before + 0.5) - size;
}

function countAnnotation(replicaSet: ReplicaSet, key: string): number | undefined {
  const text = replicaSet.metadata.annotations?.[key];
  return text !== undefined && /^\d+$/.test(text) && Number(text) < 2 ** 31 ? Number(text) : undefined;
}

/** The annotations by which a ReplicaSet remembers the Deployment's size. */
export function sizeAnnotations(deployment: Deployment): Record<string, string> {
  const desired = replicasOf(deployment);
  return {
    [desiredReplicasAnnotation]: String(desired),
    [maxReplicasAnnotation]: String(desired + maxSurgeOf(deployment)),
  };
}

/**
 * The writes of resizes, each with its event. A failure ends the pass.
 * Source: pkg/controller/deployment/sync.go (scaleReplicaSet)
 */
export function resizeActions(deployment: Deployment, resizes: readonly Resize[]): Action[] {
  const written = new Set<string>();
  return resizes.flatMap((resize) => {
    const name = resize.replicaSet.metadata.name ?? '';
    const actions = resizeAction(deployment, resize, written.has(name));
    if (actions.length > 0) written.add(name);
    return actions;
  });
}

function resizeAction(deployment: Deployment, { replicaSet, size, refresh = false }: Resize, isSecond: boolean): Action[] {
  const from = replicasOf(replicaSet);
  if (from === size && !refresh) return [];
  const annotations = sizeAnnotations(deployment);
  const present = replicaSet.metadata.annotations;
  if (from === size && Object.entries(annotations).every(([key, value]) => present?.[key] === value)) return [];
  const { resourceVersion, ...metadata } = replicaSet.metadata;
  const object: ReplicaSet = {
    ...replicaSet,
    // A second write of this pass builds on the first, whose version is not known here.
    metadata: { ...metadata, ...(!isSecond && { resourceVersion }), annotations: { ...present, ...annotations } },
    spec: { ...replicaSet.spec, replicas: size },
  };
  if (from === size) return [{ do: 'update', object }];
  const message = `Scaled ${from < size ? 'up' : 'down'} replica set ${metadata.name ?? ''} from ${from} to ${size}`;
  return [{ do: 'update', object }, event(deployment, 'Normal', 'ScalingReplicaSet', message)];
}
