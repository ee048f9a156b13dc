import type { Pod, PodCondition } from '../../kubernetes/api.ts';

/**
 * A pod with a condition set; its transition time moves only with its status. The very same pod when nothing changes.
 * Source: pkg/api/v1/pod/util.go (UpdatePodCondition)
 */
export function withPodCondition(pod: Pod, condition: PodCondition, timestamp: string): Pod {
  const conditions = pod.status?.conditions ?? [];
  const before = conditions.find(({ type }) => type === condition.type);
  const isSame =
    before?.status === condition.status && before.reason === condition.reason && before.message === condition.message;
  if (isSame) return pod;
  const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : timestamp;
  const set = { ...before, ...condition, lastTransitionTime };
  const others = conditions.filter(({ type }) => type !== condition.type);
  return {
    ...pod,
    status: { ...pod.status, conditions: before ? conditions.map((one) => (one === before ? set : one)) : [...others, set] },
  };
}
