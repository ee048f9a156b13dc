import type { WriteEntry } from '../cluster/engine/trace.ts';
import type { VirtualMs } from '../cluster/engine/types.ts';
import type { Node, Pod } from '../kubernetes/api.ts';
import { podRequests, resourceAmounts } from '../kubernetes/pod-resources.ts';
import { printRow } from '../kubernetes/printers/index.ts';
import type { SeriesPoint, TimelineNode } from '../protocol.ts';
import { clip, push } from './timeline-steps.ts';

const resources = ['cpu', 'memory'] as const;
type Amounts = Record<(typeof resources)[number], number>;

interface NodeTrack {
  zone: string;
  allocatable: Amounts;
  requested: Amounts;
  readonly shares: Record<(typeof resources)[number], SeriesPoint[]>;
  readonly status: { at: number; text: string }[];
}

interface Placed {
  readonly node: string;
  readonly amounts: Amounts;
}

/** Each node's status, and how much of it its pods request, over time; without the nodes that were gone before the run. */
export function nodeTimelines(writes: readonly WriteEntry[], fromMs: VirtualMs): TimelineNode[] {
  const nodes = new Map<string, NodeTrack>();
  const placed = new Map<string, Placed>();
  for (const entry of writes) {
    if (entry.object.kind === 'Node') followNode(nodes, entry);
    if (entry.object.kind === 'Pod') followPod(nodes, placed, entry);
  }
  const from = fromMs / 1000;
  return [...nodes].flatMap(([name, { zone, shares, status }]) => {
    const before = status.findLast(({ at }) => at <= from)?.text ?? '';
    const shown = [{ at: from, text: before }, ...status.filter(({ at }) => at > from)];
    if (shown.every(({ text }) => text === '')) return [];
    return [{ name, zone, cpu: clip(shares.cpu, from), memory: clip(shares.memory, from), status: shown }];
  });
}

function followNode(nodes: Map<string, NodeTrack>, { object, verb, at }: WriteEntry): void {
  const node = object as Node;
  const name = node.metadata.name ?? '';
  const track = nodes.get(name) ?? newTrack();
  nodes.set(name, track);
  track.zone = node.metadata.labels?.['topology.kubernetes.io/zone'] ?? '';
  track.allocatable = pick(resourceAmounts(node.status?.allocatable));
  const printed = printRow(node, at).find((column) => column.name === 'STATUS')?.value ?? '';
  const text = verb === 'delete' ? '' : printed;
  if (track.status.at(-1)?.text !== text) track.status.push({ at: at / 1000, text });
  share(track, at);
}

function newTrack(): NodeTrack {
  const none = { cpu: 0, memory: 0 };
  return { zone: '', allocatable: none, requested: none, shares: { cpu: [], memory: [] }, status: [] };
}

/** A pod's requests hold their place on the node until it has ended, also while it is terminating. */
function followPod(nodes: Map<string, NodeTrack>, placed: Map<string, Placed>, { object, verb, at }: WriteEntry): void {
  const pod = object as Pod;
  const uid = pod.metadata.uid ?? '';
  const isOver = verb === 'delete' || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
  const before = placed.get(uid);
  if (isOver && before) {
    placed.delete(uid);
    request(nodes.get(before.node), before.amounts, -1, at);
  }
  if (isOver || before || !pod.spec?.nodeName) return;
  const after = { node: pod.spec.nodeName, amounts: pick(podRequests(pod.spec)) };
  placed.set(uid, after);
  request(nodes.get(after.node), after.amounts, 1, at);
}

function request(track: NodeTrack | undefined, amounts: Amounts, sign: 1 | -1, at: VirtualMs): void {
  if (!track) return;
  const { cpu, memory } = track.requested;
  track.requested = { cpu: cpu + sign * amounts.cpu, memory: memory + sign * amounts.memory };
  share(track, at);
}

function share({ allocatable, requested, shares }: NodeTrack, at: VirtualMs): void {
  for (const resource of resources) {
    const all = allocatable[resource];
    push(shares[resource], at, all === 0 ? 0 : Math.min(1, requested[resource] / all));
  }
}

function pick(amounts: Readonly<Record<string, number>>): Amounts {
  return { cpu: amounts['cpu'] ?? 0, memory: amounts['memory'] ?? 0 };
}
