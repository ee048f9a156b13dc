import type { Node, Pod } from '../../kubernetes/api.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import type { VirtualMs } from '../engine/types.ts';
import { emit, type Sync } from './sync-context.ts';

/** What comes before any container: volumes, then the sandbox with the pod's address. */

const sandboxTime: VirtualMs = 500;
const firstMountRetry: VirtualMs = 500;
const lastMountRetry: VirtualMs = 122_000;

/** Addresses of a node's /24 that pods may have. */
const firstAddress = 2;
const lastAddress = 254;

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
  const ip = sync.spec.hostNetwork === true ? internalIP(sync.node) : freeAddress(sync.node, sync.pods);
  sync.runtime.sandbox = { ...sandbox, ready: true, ip };
  sync.report = true;
  return true;
}

export function internalIP(node: Node): string {
  return node.status?.addresses?.find((address) => address.type === 'InternalIP')?.address ?? '';
}

/**
 * The address after the last one in use on the node, as the host-local plug-in goes round; the lowest free one after the
 * range's end. More pods than a /24 holds go on in the next second octet, so that addresses stay unique in the cluster.
 */
export function freeAddress(node: Node, pods: readonly Pod[]): string {
  const [first = 10, second = 244, third = 0] = (node.spec?.podCIDR ?? '').split(/[./]/).map(Number);
  const used: boolean[] = [];
  let count = 0;
  for (const pod of pods) {
    const ip = pod.status?.podIP;
    if (ip === undefined || pod.spec?.hostNetwork === true || isPodTerminal(pod)) continue;
    const index = (ipPart(ip, 1) - second) * addressesPerRange + ipPart(ip, 3) - firstAddress;
    if (index < 0 || used[index] === true) continue;
    used[index] = true;
    count += 1;
  }
  let index = used.length;
  if (index >= addressesPerRange && count < addressesPerRange) {
    index = 0;
    while (used[index] === true) index += 1;
  }
  return `${first}.${second + Math.floor(index / addressesPerRange)}.${third}.${firstAddress + (index % addressesPerRange)}`;
}

/** One of the four numbers of an IPv4 address, without making strings: this runs for every pair of pods on a node. */
function ipPart(ip: string, part: number): number {
  let dots = 0;
  let value = 0;
  for (let at = 0; at < ip.length && dots <= part; at++) {
    const code = ip.charCodeAt(at);
    if (code === 0x2e) dots += 1;
    else if (dots === part) value = value * 10 + code - 0x30;
  }
  return value;
}

const addressesPerRange = lastAddress - firstAddress + 1;
