import type { Deployment } from './api.ts';
import { type IntOrPercent, resolveIntOrPercent } from './percent.ts';

/** What a Deployment's strategy allows while its pods are replaced. */
export interface RolloutBounds {
  /** Pods beyond `replicas`, at most. */
  readonly surge: number;
  /** Pods that may be missing from `replicas`. */
  readonly unavailable: number;
  /** Fewest available pods. */
  readonly floor: number;
  /** Most pods. */
  readonly ceiling: number;
}

/**
 * maxSurge rounds up, maxUnavailable down. Where both come to nothing one pod may be unavailable, or nothing could ever move.
 * Source: pkg/controller/deployment/util/deployment_util.go (ResolveFenceposts)
 */
export function resolveFenceposts(
  maxSurge: IntOrPercent | undefined,
  maxUnavailable: IntOrPercent | undefined,
  desired: number,
): { surge: number; unavailable: number } {
  const surge = resolveIntOrPercent(maxSurge, desired, 'up');
  const unavailable = resolveIntOrPercent(maxUnavailable, desired, 'down');
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec.strategy?.type === 'RollingUpdate';
}

/** Of a Deployment with its defaults filled in. Source: deployment_util.go (MaxSurge) */
export function maxSurgeOf(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fencepostsOf(deployment).surge : 0;
}

/** Of a Deployment with its defaults filled in. Source: deployment_util.go (MaxUnavailable) */
export function maxUnavailableOf(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? Math.min(fencepostsOf(deployment).unavailable, deployment.spec.replicas ?? 1) : 0;
}

function fencepostsOf({ spec }: Deployment): { surge: number; unavailable: number } {
  const { maxSurge, maxUnavailable } = spec.strategy?.rollingUpdate ?? {};
  return resolveFenceposts(maxSurge, maxUnavailable, spec.replicas ?? 1);
}

/**
 * The bounds of a Deployment as it stands in a manifest: what is not said has its default (RollingUpdate, 25 % and 25 %).
 * Recreate promises no availability, and never has more than `replicas` pods.
 */
export function rolloutBounds(deployment: Deployment): RolloutBounds {
  const replicas = deployment.spec.replicas ?? 1;
  const { type = 'RollingUpdate', rollingUpdate } = deployment.spec.strategy ?? {};
  if (type === 'Recreate') return { surge: 0, unavailable: replicas, floor: 0, ceiling: replicas };
  const { surge, unavailable } = resolveFenceposts(
    rollingUpdate?.maxSurge ?? '25%',
    rollingUpdate?.maxUnavailable ?? '25%',
    replicas,
  );
  const missing = Math.min(unavailable, replicas);
  return { surge, unavailable: missing, floor: replicas - missing, ceiling: replicas + surge };
}
