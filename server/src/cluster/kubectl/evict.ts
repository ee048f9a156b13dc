import type { Pod, PodDisruptionBudget } from '../../kubernetes/api.ts';
import { disruptionAllowed, withDisruptionAllowed } from '../../kubernetes/disruption-budget.ts';
import type { ObjectRef } from '../../kubernetes/object.ts';
import { isPodReady, isPodTerminal } from '../../kubernetes/pod-status.ts';
import { matchesSelector } from '../../kubernetes/selector.ts';
import { timestampAt } from '../../kubernetes/time.ts';
import type { Cluster } from '../cluster.ts';
import type { ApiError, Outcome } from '../engine/types.ts';

/**
 * The eviction subresource: deletes a pod unless the status of its PodDisruptionBudget forbids it, and counts the pod off
 * there, so that the next request sees it before the disruption controller does.
 * Source: pkg/registry/core/pod/storage/eviction.go
 */
export function evict(cluster: Cluster, ref: ObjectRef): Outcome {
  const pod = cluster.read.get<Pod>('Pod', ref.namespace, ref.name);
  const refusal = pod && !isUnguarded(pod) ? budgetRefusal(cluster, pod) : undefined;
  if (refusal) return { ok: false, error: refusal };
  if (pod) markDisrupted(cluster, pod);
  return cluster.api.delete({ ref }, 'kubectl');
}

/** What has not started, is over or goes already may go whatever the budgets say. */
function isUnguarded(pod: Pod): boolean {
  return isPodTerminal(pod) || pod.status?.phase === 'Pending' || pod.metadata.deletionTimestamp !== undefined;
}

function budgetRefusal(cluster: Cluster, pod: Pod): ApiError | undefined {
  const budgets = cluster.read
    .list<PodDisruptionBudget>('PodDisruptionBudget', pod.metadata.namespace ?? '')
    .filter((budget) => matchesSelector(budget.spec?.selector, pod.metadata.labels));
  const [budget] = budgets;
  if (!budget) return undefined;
  if (budgets.length > 1) {
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    return { code: 500, reason: 'InternalError', message };
  }
  if (!isPodReady(pod) && mayGoUnready(budget)) return undefined;
  const cause = causeOfRefusal(budget);
  if (cause === undefined) {
    countOff(cluster, budget, pod);
    return undefined;
  }
  // kubectl prints the first sentence alone; the second is among the details of the answer.
  const message = `Cannot evict pod as it would violate the pod's disruption budget. ${cause}`;
  return { code: 429, reason: 'TooManyRequests', message };
}

/** A pod that is not ready counts for nothing; it may always go, or as long as enough others are healthy. */
function mayGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0);
}

/** Why the budget lets no pod go, as its status has it; undefined when it does. */
function causeOfRefusal(budget: PodDisruptionBudget): string | undefined {
  const { metadata, status } = budget;
  const named = `The disruption budget ${metadata.name}`;
  const { observedGeneration = 0, disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  if (observedGeneration < (metadata.generation ?? 0)) return `${named} is still being processed by the server.`;
  if (disruptionsAllowed > 0) return undefined;
  const condition = disruptionAllowed(budget);
  const told = condition?.status === 'False' && condition.message !== '' ? condition : undefined;
  // Counts are not to be trusted where the last sync failed.
  if (told?.reason === 'SyncFailed') {
    return `${named} does not allow evicting pods currently because it failed sync: ${told.message}`;
  }
  if (currentHealthy <= desiredHealthy) {
    return `${named} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  }
  const currently = `${named} does not allow evicting pods currently`;
  return told ? `${currently} (${told.reason}): ${told.message}` : currently;
}

function countOff(cluster: Cluster, budget: PodDisruptionBudget, pod: Pod): void {
  const timestamp = timestampAt(cluster.now);
  const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0, expectedPods = 0 } = budget.status ?? {};
  const status = {
    ...budget.status,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    disruptionsAllowed: disruptionsAllowed - 1,
    disruptedPods: { ...budget.status?.disruptedPods, [pod.metadata.name ?? '']: timestamp },
  };
  const isLast = status.disruptionsAllowed === 0;
  const counted: PodDisruptionBudget = {
    ...budget,
    status: isLast ? withDisruptionAllowed(budget, status, timestamp) : status,
  };
  cluster.api.updateStatus(counted, 'kubectl');
}

function markDisrupted(cluster: Cluster, pod: Pod): void {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastTransitionTime: timestampAt(cluster.now),
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  const marked: Pod = { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
  cluster.api.updateStatus(marked, 'kubectl');
}
