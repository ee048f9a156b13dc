import type { Pod } from '../../kubernetes/api.ts';
import { isPodActive, podCondition } from '../../kubernetes/pod-status.ts';
import { virtualMsOf } from '../../kubernetes/time.ts';

const deletionCostAnnotation = 'controller.kubernetes.io/pod-deletion-cost';
const phaseOrder: Readonly<Record<string, number>> = {
  Pending: 0,
  Unknown: 1,
  Running: 2,
};

/** What decides about a pod, computed once. Times in virtual milliseconds; undefined where missing. */
interface Standing {
  readonly pod: Pod;
  readonly node: string;
  readonly phase: number;
  readonly isReady: boolean;
  readonly readySince: number | undefined;
  readonly cost: number;
  /** How many related pods share the node. */
  readonly rank: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly created: number | undefined;
}

/**
 * The pods to delete on scale-down, first to go first: not placed, pending, not ready, cheap (deletion cost), crowded, ready
 * for a short time, restarted often, young. Times are compared by magnitude (log2 of their age), so that equals are told
 * apart by uid, as good as at random.
 * Source: pkg/controller/controller_utils.go (ActivePodsWithRanks); replica_set.go (getPodsToDelete)
 */
export function choosePodsToDelete(active: readonly Pod[], related: readonly Pod[], count: number, now: number): readonly Pod[] {
  if (count >= active.length) return active;
  return rankForDeletion(active, related, now).slice(0, count);
}

export function rankForDeletion(active: readonly Pod[], related: readonly Pod[], now: number): readonly Pod[] {
  const podsOnNode = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec?.nodeName ?? '';
    if (isPodActive(pod)) podsOnNode.set(node, (podsOnNode.get(node) ?? 0) + 1);
  }
  return active
    .map((pod) => standingOf(pod, podsOnNode.get(pod.spec?.nodeName ?? '') ?? 0))
    .sort((a, b) => compare(a, b, now))
    .map(({ pod }) => pod);
}

function standingOf(pod: Pod, rank: number): Standing {
  const ready = podCondition(pod, 'Ready');
  const isReady = ready?.status === 'True';
  const sidecars = new Set(
    pod.spec?.initContainers?.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  return {
    pod,
    node: pod.spec?.nodeName ?? '',
    phase: phaseOrder[pod.status?.phase ?? ''] ?? 0,
    isReady,
    readySince: isReady ? virtualMsOf(ready.lastTransitionTime) : undefined,
    cost: deletionCost(pod),
    rank,
    restarts: Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
    sidecarRestarts: Math.max(
      0,
      ...(pod.status?.initContainerStatuses ?? [])
        .filter(({ name }) => sidecars.has(name))
        .map(({ restartCount }) => restartCount),
    ),
    created: virtualMsOf(pod.metadata.creationTimestamp),
  };
}

/** What is no proper 32-bit number counts as 0. Source: pkg/apis/core/helper/helpers.go (GetDeletionCostFromPodAnnotations) */
function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.[deletionCostAnnotation] ?? '';
  const cost = /^(0|[1-9]\d*|-\d+)$/.test(text) ? Number(text) : 0;
  return cost >= -(2 ** 31) && cost < 2 ** 31 ? cost : 0;
}

/** Negative when `a` goes first. */
function compare(a: Standing, b: Standing, now: number): number {
  if ((a.node === '') !== (b.node === '')) return a.node === '' ? -1 : 1;
  if (a.phase !== b.phase) return a.phase - b.phase;
  if (a.isReady !== b.isReady) return a.isReady ? 1 : -1;
  if (a.cost !== b.cost) return a.cost - b.cost;
  if (a.rank !== b.rank) return b.rank - a.rank;
  if (a.isReady && a.readySince !== b.readySince) return compareAges(a, b, a.readySince, b.readySince, now);
  if (a.restarts !== b.restarts) return b.restarts - a.restarts;
  if (a.sidecarRestarts !== b.sidecarRestarts) return b.sidecarRestarts - a.sidecarRestarts;
  if (a.created !== b.created) return compareAges(a, b, a.created, b.created, now);
  return 0;
}

/** Younger first by order of magnitude; a missing time counts as youngest. */
function compareAges(a: Standing, b: Standing, since: number | undefined, other: number | undefined, now: number): number {
  if (since === undefined || other === undefined) return since === undefined ? -1 : 1;
  const difference = magnitude(now - since) - magnitude(now - other);
  if (difference !== 0) return difference;
  const [uid, otherUid] = [a.pod.metadata.uid ?? '', b.pod.metadata.uid ?? ''];
  return uid < otherUid ? -1 : Number(uid > otherUid);
}

/** Upstream takes the logarithm of nanoseconds. */
function magnitude(ageMs: number): number {
  return ageMs > 0 ? Math.trunc(Math.log2(ageMs * 1e6)) : -1;
}
