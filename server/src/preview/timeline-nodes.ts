import type { WriteEntry } from '../cluster/engine/trace.ts';
import type { VirtualMs } from '../cluster/engine/types.ts';
import type { Node, Pod } from '../kubernetes/api.ts';
import { podRequests } from '../kubernetes/pod-resources.ts';
import { quantityMilli } from '../kubernetes/quantity.ts';
import type { SeriesPoint, TimelineNode } from '../protocol.ts';
import { clip } from './timeline-workloads.ts';

interface Load {
  zone: string;
  allocatableMilli: number;
  requestedMilli: number;
  readonly points: SeriesPoint[];
}

/** How much of each node's CPU its pods request, over time. */
export function cpuShares(writes: readonly WriteEntry[], from: VirtualMs): TimelineNode[] {
  const nodes = new Map<string, Load>();
  const placed = new Map<string, { node: string; milli: number }>();
  for (const entry of writes) {
    if (entry.object.kind === 'Node') followNode(nodes, entry);
    if (entry.object.kind === 'Pod') followPod(nodes, placed, entry);
  }
  return [...nodes].map(([name, { zone, points }]) => ({ name, zone, cpu: clip(points, from / 1000) }));
}

function followNode(nodes: Map<string, Load>, { object, verb }: WriteEntry): void {
  const node = object as Node;
  const name = node.metadata.name ?? '';
  if (verb === 'delete') {
    nodes.delete(name);
    return;
  }
  const load = nodes.get(name) ?? { zone: '', allocatableMilli: 0, requestedMilli: 0, points: [] };
  load.zone = node.metadata.labels?.['topology.kubernetes.io/zone'] ?? '';
  load.allocatableMilli = quantityMilli(node.status?.allocatable?.cpu);
  nodes.set(name, load);
}

function followPod(
  nodes: Map<string, Load>,
  placed: Map<string, { node: string; milli: number }>,
  { object, verb, at }: WriteEntry,
): void {
  const pod = object as Pod;
  const uid = pod.metadata.uid ?? '';
  const isOver = verb === 'delete' || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const before = placed.get(uid);
  if (isOver && before) {
    placed.delete(uid);
    change(nodes.get(before.node), -before.milli, at);
  }
  if (isOver || before || !pod.spec?.nodeName) return;
  const after = { node: pod.spec.nodeName, milli: podRequests(pod.spec).cpu ?? 0 };
  placed.set(uid, after);
  change(nodes.get(after.node), after.milli, at);
}

function change(load: Load | undefined, milli: number, atMs: VirtualMs): void {
  if (!load) return;
  load.requestedMilli += milli;
  const at = atMs / 1000;
  const value = load.allocatableMilli === 0 ? 0 : Math.min(1, load.requestedMilli / load.allocatableMilli);
  if (load.points.at(-1)?.at === at) load.points.pop();
  load.points.push({ at, value });
}
