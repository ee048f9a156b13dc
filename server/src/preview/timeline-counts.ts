import type { VirtualMs } from '../cluster/engine/types.ts';
import type { Pod } from '../kubernetes/api.ts';
import { isPodActive, isPodReady, podCondition } from '../kubernetes/pod-status.ts';
import { virtualMsOf } from '../kubernetes/time.ts';
import type { SeriesPoint } from '../protocol.ts';
import { Tally } from './timeline-steps.ts';

interface Known {
  isActive: boolean;
  isReady: boolean;
  /** Since when the pod is available, or from when on it will be if it stays ready. */
  availableFrom: VirtualMs | undefined;
}

/**
 * Pods of one workload over time, counted from the pods themselves: a workload's status says the same a little later.
 * Pods that are being deleted or have ended count no more, as in the controllers.
 */
export class PodCounts {
  private readonly known = new Map<string, Known>();
  private readonly pods = new Tally();
  private readonly ready = new Tally();
  private readonly available = new Tally();

  /** @param minReadySeconds of the pod's owner */
  follow(verb: 'create' | 'update' | 'delete', pod: Pod, at: VirtualMs, minReadySeconds: number): void {
    const uid = pod.metadata.uid ?? '';
    const before = this.known.get(uid) ?? { isActive: false, isReady: false, availableFrom: undefined };
    const isActive = verb !== 'delete' && isPodActive(pod);
    const isReady = isActive && isPodReady(pod);
    this.pods.add(at, Number(isActive) - Number(before.isActive));
    this.ready.add(at, Number(isReady) - Number(before.isReady));
    if (before.isReady && !isReady) this.wasAvailable(before, at);
    const availableFrom = before.isReady ? before.availableFrom : availableAfter(pod, at, minReadySeconds);
    this.known.set(uid, { isActive, isReady, availableFrom: isReady ? availableFrom : undefined });
  }

  /** @param to the end of what is known: a pod that becomes available later is not available yet */
  steps(to: VirtualMs): Record<'pods' | 'ready' | 'available', SeriesPoint[]> {
    for (const known of this.known.values()) {
      const { availableFrom } = known;
      if (availableFrom !== undefined && availableFrom <= to) this.available.add(availableFrom, 1);
      known.availableFrom = undefined;
    }
    return { pods: this.pods.steps(), ready: this.ready.steps(), available: this.available.steps() };
  }

  private wasAvailable({ availableFrom }: Known, until: VirtualMs): void {
    if (availableFrom === undefined || availableFrom >= until) return;
    this.available.add(availableFrom, 1);
    this.available.add(until, -1);
  }
}

/** Conditions are stamped in whole seconds, so the controllers may count a pod as available up to a second early. */
function availableAfter(pod: Pod, at: VirtualMs, minReadySeconds: number): VirtualMs {
  const since = virtualMsOf(podCondition(pod, 'Ready')?.lastTransitionTime) ?? at;
  return minReadySeconds === 0 ? at : Math.max(at, since + minReadySeconds * 1000);
}
