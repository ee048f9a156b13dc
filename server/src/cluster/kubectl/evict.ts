import type { Pod, PodDisruptionBudget } from '../../kubernetes/api.ts';
import { controllerOf, type ObjectRef } from '../../kubernetes/object.ts';
import { resolveIntOrPercent } from '../../kubernetes/percent.ts';
import { isPodReady } from '../../kubernetes/pod-status.ts';
import { matchesSelector } from '../../kubernetes/selector.ts';
import { timestampAt } from '../../kubernetes/time.ts';
import type { Cluster } from '../cluster.ts';
import type { ApiError, Outcome } from '../engine/types.ts';

/**
 * The eviction subresource: deletes a pod unless a PodDisruptionBudget forbids it. Budgets are computed at the moment
 * of the request, which comes to what the disruption controller's status says once that has seen all pods.
 * Source: pkg/registry/core/pod/storage/eviction.go, pkg/controller/disruption/disruption.go
 */
export function evict(cluster: Cluster, ref: ObjectRef): Outcome {
  const pod = cluster.read.get<Pod>('Pod', ref.namespace, ref.name);
  const refusal = pod && isProtected(pod) ? budgetRefusal(cluster, pod) : undefined;
  if (refusal) return { ok: false, error: refusal };
  if (pod) markDisrupted(cluster, pod);
  return cluster.api.delete({ ref }, 'kubectl');
}

/** Only running pods count; what has not started or is over may go. */
function isProtected(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && pod.status?.phase === 'Running';
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
  const { healthy, desired } = healthOf(cluster, budget);
  if (!isPodReady(pod)) {
    const mayGo = budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (healthy >= desired && desired > 0);
    if (mayGo) return undefined;
  }
  if (healthy > desired) return undefined;
  const cause = `The disruption budget ${budget.metadata.name} needs ${desired} healthy pods and has ${healthy} currently`;
  return {
    code: 429,
    reason: 'TooManyRequests',
    message: `Cannot evict pod as it would violate the pod's disruption budget. ${cause}`,
  };
}

function healthOf(cluster: Cluster, budget: PodDisruptionBudget): { healthy: number; desired: number } {
  const pods = cluster.read
    .list<Pod>('Pod', budget.metadata.namespace ?? '')
    .filter((pod) => matchesSelector(budget.spec?.selector, pod.metadata.labels));
  const healthy = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined && isPodReady(pod)).length;
  const { minAvailable, maxUnavailable } = budget.spec ?? {};
  if (maxUnavailable !== undefined) {
    const expected = expectedPods(cluster, pods);
    return { healthy, desired: Math.max(0, expected - resolveIntOrPercent(maxUnavailable, expected, 'up')) };
  }
  if (typeof minAvailable === 'string')
    return { healthy, desired: resolveIntOrPercent(minAvailable, expectedPods(cluster, pods), 'up') };
  return { healthy, desired: minAvailable ?? 0 };
}

/** The replicas that the pods' controllers want, each controller counted once. */
function expectedPods(cluster: Cluster, pods: readonly Pod[]): number {
  const owners = new Map(pods.map((pod) => [controllerOf(pod)?.uid, controllerOf(pod)]));
  let expected = 0;
  for (const owner of owners.values()) {
    const object = owner ? cluster.read.byUid(owner.uid) : undefined;
    const top = object ? controllerOf(object) : undefined;
    const scaled = (top ? cluster.read.byUid(top.uid) : object) as { spec?: { replicas?: number } } | undefined;
    expected += scaled?.spec?.replicas ?? 0;
  }
  return expected;
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
