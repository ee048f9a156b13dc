import type { PersistentVolumeClaim, Pod, StatefulSet } from '../../kubernetes/api.ts';
import { resolveIntOrPercent } from '../../kubernetes/percent.ts';
import { isPodAvailable, isPodReady, isPodTerminal } from '../../kubernetes/pod-status.ts';
import type { VirtualMs } from '../engine/types.ts';
import { type Claims, claimsMatchRetention, existingClaims, isClaimStale, wantedClaims } from './statefulset-claims.ts';
import {
  allowsBurst,
  desiredReplicas,
  identityMatches,
  isInOrdinalRange,
  newPod,
  ordinalOf,
  podRevision,
  type SetRevision,
  startOrdinal,
  storageMatches,
} from './statefulset-identity.ts';

/** Source for all of this file: pkg/controller/statefulset/stateful_set_control.go (updateStatefulSet) */

/** What the set's passes work on. */
export interface SetView {
  readonly set: StatefulSet;
  readonly current: SetRevision;
  readonly update: SetRevision;
  readonly pods: readonly Pod[];
  readonly claims: Claims;
  readonly now: VirtualMs;
}

/**
 * One thing to do for one pod:
 * - `create` it, `delete` it;
 * - `provide` a pending pod with the claims that it lacks, and its claims with their owners;
 * - `repair` its identity, volumes and claims' owners;
 * - `hand-over` the claims' owners of a pod on its way out.
 */
export interface Step {
  readonly do: 'create' | 'delete' | 'provide' | 'repair' | 'hand-over';
  readonly pod: Pod;
  /** Claims to make first. */
  readonly claims?: readonly PersistentVolumeClaim[];
  /** A claim stands in the way, which is told and tried again. */
  readonly error?: string;
}

export interface Plan {
  /**
   * Groups of steps, to be done one after another; a failure in a group is the end. Ordered sets have one step per
   * group, parallel ones groups as slow start makes them.
   */
  readonly groups: readonly (readonly Step[])[];
  /** Pods to delete for the update, one after another, after all groups. */
  readonly replaced: readonly Pod[];
}

/** Pods are in phases; a pod without one is yet to be created. */
function isCreated(pod: Pod): boolean {
  return (pod.status?.phase ?? '') !== '';
}

function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

function isAvailable({ set, now }: SetView, pod: Pod): boolean {
  return isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now);
}

function isUnavailable(view: SetView, pod: Pod): boolean {
  return !isAvailable(view, pod) || isTerminating(pod);
}

/** All that may be done now: pods by ordinal, then surplus pods, then the update. */
export function planSet(view: SetView): Plan {
  const { set, pods } = view;
  if (set.metadata.deletionTimestamp !== undefined) return { groups: [], replaced: [] };
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]));
  const replicas = Array.from({ length: desiredReplicas(set) }, (_, index) => {
    const ordinal = startOrdinal(set) + index;
    return byOrdinal.get(ordinal) ?? newPod(set, ordinal, view.current, view.update);
  });
  const condemned = pods.filter((pod) => !isInOrdinalRange(set, ordinalOf(pod)) && ordinalOf(pod) >= 0);
  condemned.sort((a, b) => ordinalOf(b) - ordinalOf(a));
  return allowsBurst(set) ? planParallel(view, replicas, condemned) : planOrdered(view, replicas, condemned);
}

/** Parallel: everything at once; only errors stop it. */
function planParallel(view: SetView, replicas: readonly Pod[], condemned: readonly Pod[]): Plan {
  const handOvers = condemned.filter((pod) => needsHandOver(view, pod)).map((pod): Step[] => [{ do: 'hand-over', pod }]);
  const deletions = condemned.map((pod): Step[] => (isTerminating(pod) ? [] : [{ do: 'delete', pod }]));
  return {
    groups: [...slowStart(replicas.map((pod) => replicaSteps(view, pod).steps)), ...handOvers, ...slowStart(deletions)],
    replaced: podsToReplace(view, replicas),
  };
}

/** Groups of 1, 2, 4, 8 … up to 500 pods; pods that need nothing fill their group as well. */
function slowStart(steps: readonly (readonly Step[])[]): Step[][] {
  const groups: Step[][] = [];
  for (let start = 0, size = 1; start < steps.length; start += size, size = Math.min(2 * size, 500)) {
    groups.push(steps.slice(start, start + size).flat());
  }
  return groups.filter((group) => group.length > 0);
}

/** OrderedReady: one pod at a time, each only when all before it are available. */
function planOrdered(view: SetView, replicas: readonly Pod[], condemned: readonly Pod[]): Plan {
  const groups: Step[][] = [];
  for (const pod of replicas) {
    const { steps, isBlocking } = replicaSteps(view, pod);
    groups.push(...steps.map((step) => [step]));
    if (isBlocking) return { groups, replaced: [] };
  }
  groups.push(...condemned.filter((pod) => needsHandOver(view, pod)).map((pod): Step[] => [{ do: 'hand-over', pod }]));
  const [last] = condemned;
  if (last === undefined) return { groups, replaced: podsToReplace(view, replicas) };
  // All replicas are available here, so the first pod that is not is the condemned one of the lowest ordinal.
  const firstUnavailable = condemned.findLast((pod) => isUnavailable(view, pod));
  const mayGo = last === firstUnavailable || (isRunningAndReady(last) && isAvailable(view, last));
  if (!isTerminating(last) && mayGo) groups.push([{ do: 'delete', pod: last }]);
  return { groups, replaced: [] };
}

function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isPodReady(pod);
}

/** What one replica needs, and whether an ordered set has to wait for it. Source: processReplica */
function replicaSteps(view: SetView, pod: Pod): { readonly steps: Step[]; readonly isBlocking: boolean } {
  const { set, claims } = view;
  if (isPodTerminal(pod)) return { steps: isTerminating(pod) ? [] : [{ do: 'delete', pod }], isBlocking: true };
  if (!isCreated(pod)) {
    return {
      steps: isClaimStale(set, pod, claims) ? [] : [{ do: 'create', pod, ...missingClaims(view, pod) }],
      isBlocking: true,
    };
  }
  const steps: Step[] = [];
  if (pod.status?.phase === 'Pending') {
    const missing = missingClaims(view, pod);
    if (missing.claims.length > 0 || missing.error !== undefined || !claimsMatchRetention(set, pod, claims))
      steps.push({ do: 'provide', pod, ...missing });
  }
  const isBlocking = isTerminating(pod) || !isRunningAndReady(pod) || !isAvailable(view, pod);
  if (isBlocking && !allowsBurst(set)) return { steps, isBlocking };
  // Claims' owners of a pending pod are already seen to by then.
  const matchesRetention = steps.length > 0 || claimsMatchRetention(set, pod, claims);
  if (!identityMatches(set, pod) || !storageMatches(set, pod) || !matchesRetention) {
    steps.push({ do: 'repair', pod, ...(storageMatches(set, pod) ? {} : missingClaims(view, pod)) });
  }
  return { steps, isBlocking };
}

function missingClaims(
  { set, claims }: SetView,
  pod: Pod,
): { readonly claims: PersistentVolumeClaim[]; readonly error?: string } {
  const missing = wantedClaims(set, pod).filter(({ metadata }) => !claims.has(metadata.name ?? ''));
  const leaving = existingClaims(set, pod, claims).filter(({ metadata }) => metadata.deletionTimestamp !== undefined);
  if (leaving.length === 0) return { claims: missing };
  return { claims: missing, error: aggregate(leaving.map(({ metadata }) => `pvc ${metadata.name ?? ''} is being deleted`)) };
}

/** Several errors as one, the way upstream prints them. */
export function aggregate(errors: readonly string[]): string {
  const distinct = [...new Set(errors)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}

function needsHandOver({ set, claims }: SetView, pod: Pod): boolean {
  return !claimsMatchRetention(set, pod, claims);
}

/** How many pods an update may make unavailable at once: percentages round down, at least 1. */
export function maxUnavailable(set: StatefulSet): number {
  return Math.max(
    1,
    resolveIntOrPercent(set.spec.updateStrategy?.rollingUpdate?.maxUnavailable ?? 1, desiredReplicas(set), 'down'),
  );
}

/** Pods that the update deletes now, highest ordinal first. Source: updateStatefulSetAfterInvariantEstablished */
export function podsToReplace(view: SetView, replicas: readonly Pod[]): Pod[] {
  const { set, update } = view;
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type === 'OnDelete') return [];
  const isOld = (pod: Pod) => podRevision(pod) !== update.name;
  const unavailable = replicas.filter((pod) => isUnavailable(view, pod)).length;
  const budget = maxUnavailable(set) - unavailable;
  const targets = replicas.slice(rollingUpdate?.partition ?? 0).reverse();
  const outdated = targets.filter((pod) => isOld(pod) && !isTerminating(pod));
  if (!allowsBurst(set)) return outdated.slice(0, Math.max(0, budget));
  // Old pods that are unavailable anyway cost nothing; then as many available ones as the budget leaves.
  const broken = outdated.filter((pod) => !isAvailable(view, pod));
  const available = outdated.filter((pod) => isAvailable(view, pod));
  return [...broken, ...available.slice(0, Math.max(0, budget))];
}
