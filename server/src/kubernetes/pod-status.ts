import type { Pod, PodCondition } from './api.ts';
import { virtualMsOf } from './time.ts';

/** Source for all of this file: pkg/api/v1/pod/util.go, pkg/controller/controller_utils.go. */

export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  const conditions = pod.status?.conditions;
  if (conditions === undefined) return undefined;
  for (const condition of conditions) {
    if (condition.type === type) return condition;
  }
  return undefined;
}

export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

/** Succeeded or Failed: all containers have stopped for good. */
export function isPodTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Counts as a replica: neither terminal nor being deleted. */
export function isPodActive(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp === undefined && !isPodTerminal(pod);
}

/** Being deleted, and still running. */
export function isPodTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined && !isPodTerminal(pod);
}

/** Ready for at least `minReadySeconds`. `now` in virtual milliseconds. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  const since = virtualMsOf(ready.lastTransitionTime);
  return since !== undefined && since + minReadySeconds * 1000 <= now;
}

/** Milliseconds until the first of the pods that are ready but not yet available becomes available; undefined if there is none. */
export function nextAvailabilityCheck(pods: readonly Pod[], minReadySeconds: number, now: number): number | undefined {
  let next: number | undefined;
  for (const pod of minReadySeconds > 0 ? pods : []) {
    const ready = podCondition(pod, 'Ready');
    const since = ready?.status === 'True' ? virtualMsOf(ready.lastTransitionTime) : undefined;
    const wait = since === undefined ? 0 : since + minReadySeconds * 1000 - now;
    if (wait > 0 && (next === undefined || wait < next)) next = wait;
  }
  return next;
}
