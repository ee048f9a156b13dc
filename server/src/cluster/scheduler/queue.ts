import type { Node, Pod } from '../../kubernetes/api.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import type { VirtualMs } from '../engine/types.ts';
import type { Plugin } from './framework.ts';
import { type PodInfo, podInfoOf } from './pod-info.ts';
import type { ClusterView } from './snapshot.ts';

/**
 * Which pods are tried, and when again. A pod that was rejected waits until something happens that one of the plug-ins that
 * rejected it takes for helpful, then it is tried at once: since 1.33 the scheduler does not let pods sit out their back-off
 * while it has nothing else to do (SchedulerPopFromBackoffQ). Only after errors is the back-off waited for.
 * Source: pkg/scheduler/backend/queue/{scheduling_queue,active_queue,backoff_queue}.go
 */

/** What has happened in the cluster since a pod was last tried. */
export type ClusterEvent =
  | { readonly is: 'NodeAdded'; readonly node: Node }
  | { readonly is: 'NodeRemoved'; readonly node: Node }
  | { readonly is: 'NodeChanged'; readonly node: Node; readonly previous: Node }
  | { readonly is: 'PodAssigned'; readonly pod: Pod }
  | { readonly is: 'PodRemoved'; readonly pod: Pod }
  | { readonly is: 'PodRelabeled'; readonly pod: Pod; readonly previous: Pod }
  | { readonly is: 'StorageChanged' };

/** What of the cluster was seen, to tell later what has happened since. */
export interface World {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly pods: ReadonlyMap<string, Pod>;
  /** Changes with claims, volumes and storage classes. */
  readonly storage: string;
}

/** A pod that was tried in vain. */
export interface Attempt {
  readonly at: VirtualMs;
  /** Tries in vain so far. */
  readonly count: number;
  /** Plug-ins that rejected it; none means an error, after which time alone decides. */
  readonly rejectedBy: readonly string[];
  /** The pod as it was tried. */
  readonly pod: Pod;
}

const firstBackoffMs = 1000;
const longestBackoffMs = 10_000;

export function backoffEnd({ at, count }: Attempt): VirtualMs {
  return at + Math.min(firstBackoffMs * 2 ** (count - 1), longestBackoffMs);
}

export function observeWorld(view: ClusterView): World {
  const nodes = new Map(view.list<Node>('Node').map((node) => [node.metadata.name ?? '', node]));
  const pods = new Map<string, Pod>();
  for (const pod of view.list<Pod>('Pod')) {
    if (isAssigned(pod)) pods.set(pod.metadata.uid ?? '', pod);
  }
  return { nodes, pods, storage: storageVersion(view) };
}

function isAssigned(pod: Pod): boolean {
  return Boolean(pod.spec?.nodeName) && !isPodTerminal(pod);
}

function storageVersion(view: ClusterView): string {
  const kinds = ['PersistentVolumeClaim', 'PersistentVolume', 'StorageClass'];
  return kinds
    .map((kind) =>
      view
        .list(kind)
        .map(({ metadata }) => metadata.resourceVersion)
        .join(','),
    )
    .join(';');
}

export function eventsBetween(before: World, after: World): readonly ClusterEvent[] {
  const events: ClusterEvent[] = [];
  for (const [name, node] of after.nodes) {
    const previous = before.nodes.get(name);
    if (!previous) events.push({ is: 'NodeAdded', node });
    else if (nodeHasChanged(previous, node)) events.push({ is: 'NodeChanged', node, previous });
  }
  for (const [name, node] of before.nodes) if (!after.nodes.has(name)) events.push({ is: 'NodeRemoved', node });
  for (const [uid, pod] of after.pods) {
    const previous = before.pods.get(uid);
    if (!previous) events.push({ is: 'PodAssigned', pod });
    else if (labelsDiffer(previous, pod)) events.push({ is: 'PodRelabeled', pod, previous });
  }
  for (const [uid, pod] of before.pods) if (!after.pods.has(uid)) events.push({ is: 'PodRemoved', pod });
  if (before.storage !== after.storage) events.push({ is: 'StorageChanged' });
  return events;
}

/** Whether a node has changed in what scheduling looks at. */
export function nodeHasChanged(previous: Node, node: Node): boolean {
  if (previous === node) return false;
  const looks = ({ metadata, spec, status }: Node) =>
    JSON.stringify([metadata.labels, spec?.taints, spec?.unschedulable ?? false, status?.allocatable]);
  return looks(previous) !== looks(node);
}

export function labelsDiffer(previous: Pod, pod: Pod): boolean {
  if (previous.metadata.labels === pod.metadata.labels) return false;
  return JSON.stringify(previous.metadata.labels ?? {}) !== JSON.stringify(pod.metadata.labels ?? {});
}

/** Whether a pod that is not bound has changed in what scheduling looks at. */
export function podHasChanged(previous: Pod, pod: Pod): boolean {
  if (previous.spec !== pod.spec && JSON.stringify(previous.spec) !== JSON.stringify(pod.spec)) return true;
  return labelsDiffer(previous, pod);
}

interface Candidate {
  readonly pod: PodInfo;
  /** When it joined the queue. */
  readonly since: VirtualMs;
  /** When its back-off ends; in the past for most. */
  readonly backoffEnd: VirtualMs;
}

/** The pods to try now, in order: highest priority first, then the longest waiting; those in back-off come last. */
export function readyPods(
  pending: readonly Pod[],
  attempts: ReadonlyMap<string, Attempt>,
  events: readonly ClusterEvent[],
  now: VirtualMs,
  profile: readonly Plugin[],
): readonly PodInfo[] {
  const hints = profile.map((plugin) => ({ plugin, events: events.filter(({ is }) => plugin.wakesOn?.includes(is)) }));
  const candidates = pending.flatMap((pod): Candidate[] => {
    if ((pod.spec?.schedulingGates ?? []).length > 0) return [];
    const info = podInfoOf(pod);
    const attempt = attempts.get(info.uid);
    if (!attempt) return [{ pod: info, since: now, backoffEnd: 0 }];
    if (!isWoken(info, attempt, hints, now)) return [];
    return [{ pod: info, since: attempt.at, backoffEnd: backoffEnd(attempt) }];
  });
  const active = candidates.filter((candidate) => candidate.backoffEnd <= now).sort(byPriority);
  const early = candidates.filter((candidate) => candidate.backoffEnd > now);
  early.sort((a, b) => window(a.backoffEnd) - window(b.backoffEnd) || byPriority(a, b));
  return [...active, ...early].map(({ pod }) => pod);
}

/** Back-off ends are told apart by the second only, so that priority decides within one. */
const window = (at: VirtualMs): number => Math.floor(at / 1000);

function byPriority(a: Candidate, b: Candidate): number {
  return b.pod.priority - a.pod.priority || a.since - b.since;
}

/** The events of a round that a plug-in wants to know of. */
interface Hints {
  readonly plugin: Plugin;
  readonly events: readonly ClusterEvent[];
}

function isWoken(pod: PodInfo, attempt: Attempt, hints: readonly Hints[], now: VirtualMs): boolean {
  if (attempt.rejectedBy.length === 0) return now >= backoffEnd(attempt);
  if (attempt.pod !== pod.pod && podHasChanged(attempt.pod, pod.pod)) return true;
  return hints.some(
    ({ plugin, events }) =>
      events.length > 0 &&
      attempt.rejectedBy.includes(plugin.name) &&
      events.some((event) => plugin.helpedBy?.(pod, event) === true),
  );
}
