import type { Node, Taint } from '../../kubernetes/api.ts';
import type { VirtualMs } from '../engine/types.ts';
import { readyCondition, type ZoneState, zoneOf, zoneState } from './node-health.ts';

/** Source for all of this file: pkg/controller/nodelifecycle/node_lifecycle_controller.go */

const unreachable = 'node.kubernetes.io/unreachable';
const notReady = 'node.kubernetes.io/not-ready';
const unschedulable = 'node.kubernetes.io/unschedulable';

/** Which condition in which status taints a node with which key. */
const taintOfCondition: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: notReady, Unknown: unreachable },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};
const managedKeys = new Set([...Object.values(taintOfCondition).flatMap((keys) => Object.values(keys)), unschedulable]);

/** Between two nodes of a zone that get NoExecute: 0.1 nodes a second, 0.01 in a large zone that is largely down. */
const evictionIntervalMs = 10_000;
const secondaryIntervalMs = 100_000;
const largeZone = 50;

/** The taints with NoSchedule that follow from a node's conditions and from its being cordoned. */
function noScheduleKeys(node: Node): string[] {
  const keys = (node.status?.conditions ?? []).flatMap(({ type, status }) => taintOfCondition[type]?.[status] ?? []);
  return node.spec?.unschedulable ? [...keys, unschedulable] : keys;
}

/** The NoExecute taint that a node deserves. */
function noExecuteKey(node: Node): string | undefined {
  const ready = readyCondition(node);
  return ready && taintOfCondition['Ready']?.[ready.status];
}

/** When a zone may next taint a node with NoExecute, and whether all zones are down, which stops evictions. */
export interface TaintMemory {
  readonly zones: ReadonlyMap<string, VirtualMs>;
  readonly isStopped: boolean;
}

export interface TaintPlan {
  /** Nodes whose taints change, with all that they should have. */
  readonly changes: readonly { readonly node: Node; readonly taints: Taint[] }[];
  readonly memory: TaintMemory;
  /** When the next waiting node may be tainted. */
  readonly nextAt?: VirtualMs;
}

/** NoSchedule at once; NoExecute at the pace of the zone, and not at all while every zone is down. */
export function planTaints(nodes: readonly Node[], memory: TaintMemory, now: VirtualMs, timestamp: string): TaintPlan {
  const zones = new Map<string, Node[]>();
  for (const node of nodes) {
    const members = zones.get(zoneOf(node));
    if (members) members.push(node);
    else zones.set(zoneOf(node), [node]);
  }
  const states = new Map([...zones].map(([zone, members]) => [zone, stateOf(members)]));
  const isStopped = nodes.length > 0 && [...states.values()].every(({ state }) => state === 'FullDisruption');
  const pace = new Map(memory.zones);
  let nextAt: VirtualMs | undefined;
  const mayTaint = (node: Node): boolean => {
    const zone = zoneOf(node);
    const interval = states.get(zone)?.interval;
    if (isStopped || interval === undefined) return false;
    const free = pace.get(zone) ?? now;
    if (free > now) nextAt = Math.min(nextAt ?? free, free);
    else pace.set(zone, now + interval);
    return free <= now;
  };
  const changes = nodes.flatMap((node) => {
    const taints = taintsOf(node, isStopped, timestamp, () => mayTaint(node));
    return taints === undefined ? [] : [{ node, taints }];
  });
  return { changes, memory: { zones: pace, isStopped }, ...(nextAt !== undefined && { nextAt }) };
}

function stateOf(members: readonly Node[]): { readonly state: ZoneState; readonly interval?: VirtualMs } {
  const counted = members.filter((node) => node.metadata.labels?.['node.kubernetes.io/exclude-disruption'] === undefined);
  const state = zoneState(counted);
  if (state !== 'PartialDisruption') return { state, interval: evictionIntervalMs };
  return counted.length > largeZone ? { state, interval: secondaryIntervalMs } : { state };
}

/** A node's taints as they should be; undefined when they are. */
function taintsOf(node: Node, isStopped: boolean, timestamp: string, mayTaint: () => boolean): Taint[] | undefined {
  const taints = node.spec?.taints ?? [];
  const wanted = noScheduleKeys(node);
  const isManaged = ({ key, effect }: Taint) => effect === 'NoSchedule' && managedKeys.has(key);
  const isExecute = ({ key, effect }: Taint) => effect === 'NoExecute' && (key === unreachable || key === notReady);
  const missing = wanted.filter((key) => !taints.some((taint) => isManaged(taint) && taint.key === key));
  const kept = taints.filter((taint) => !(isManaged(taint) && !wanted.includes(taint.key)));
  const execute = isStopped ? undefined : noExecuteKey(node);
  const present = taints.find(isExecute);
  // One taint replaces the other at once; only the first of them waits for the zone's pace.
  const addsExecute = execute !== undefined && present?.key !== execute && (present !== undefined || mayTaint());
  const rest = kept.filter((taint) => !isExecute(taint) || (taint.key === execute && !addsExecute));
  if (missing.length === 0 && !addsExecute && rest.length === taints.length) return undefined;
  const added = missing.map((key): Taint => ({ key, effect: 'NoSchedule', timeAdded: timestamp }));
  return [...rest, ...added, ...(addsExecute ? [{ key: execute, effect: 'NoExecute' as const, timeAdded: timestamp }] : [])];
}
