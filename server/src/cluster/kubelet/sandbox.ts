import type { Node } from '../../kubernetes/api.ts';
import type { VirtualMs } from '../engine/types.ts';
import { emit, type Sync } from './sync-context.ts';

/** What comes before any container: volumes, then the sandbox with the pod's address. */

const sandboxTime: VirtualMs = 500;
const firstMountRetry: VirtualMs = 500;
const lastMountRetry: VirtualMs = 122_000;

/** Whether the volumes are there. A mount that failed is tried again 500 ms later, then after twice the time, up to 2m2s. */
export function mountVolumes(sync: Sync): boolean {
  const { runtime, missing, now } = sync;
  if (runtime.workersAt !== undefined) return true;
  const problem = missing.volume;
  if (problem !== undefined) {
    if (runtime.mount?.problem !== problem) {
      emit(sync, 'Warning', 'FailedMount', problem);
      runtime.mount = { since: runtime.mount?.since ?? now, problem };
    }
    return false;
  }
  if (runtime.mount && nextMountTry(runtime.mount.since, now) > now) return false;
  runtime.mount = undefined;
  runtime.workersAt = now;
  runtime.sandbox = { readyAt: now + sandboxTime, ip: '', ready: false };
  return true;
}

/** The first try at or after `now` of a mount that failed at `since`. */
export function nextMountTry(since: VirtualMs, now: VirtualMs): VirtualMs {
  let at = since;
  for (let wait = firstMountRetry; at < now || at === since; wait = Math.min(wait * 2, lastMountRetry)) at += wait;
  return at;
}

/** Whether the sandbox is there; it is reported as soon as it is. */
export function prepareSandbox(sync: Sync): boolean {
  const { sandbox } = sync.runtime;
  if (!sandbox) return false;
  if (sandbox.ready) return true;
  if (sandbox.readyAt > sync.now) return false;
  const ip = sync.spec.hostNetwork === true ? internalIP(sync.node) : sync.usage.addresses.next(sync.node);
  sync.runtime.sandbox = { ...sandbox, ready: true, ip };
  sync.report = true;
  return true;
}

export function internalIP(node: Node): string {
  return node.status?.addresses?.find((address) => address.type === 'InternalIP')?.address ?? '';
}
