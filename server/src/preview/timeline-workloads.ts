import type { TraceEntry, WriteEntry } from '../cluster/engine/trace.ts';
import type { DaemonSet, Deployment, Pod, StatefulSet } from '../kubernetes/api.ts';
import { controllerOf, type KubernetesObject, refOf } from '../kubernetes/object.ts';
import { isPodReady } from '../kubernetes/pod-status.ts';
import { rolloutBounds } from '../kubernetes/rollout-bounds.ts';
import type { SeriesPoint, TimelineWorkload } from '../protocol.ts';
import type { TimelineContext } from './timeline.ts';
import { groupPods } from './timeline-groups.ts';
import { PodTrack } from './timeline-pods.ts';

/** A workload of the user, with all that the trace says about it. */
interface Track {
  object: KubernetesObject;
  readonly pods: Map<string, PodTrack>;
  /** ReplicaSets (and the workload itself) with their replicas over time. */
  readonly scales: Map<string, { object: KubernetesObject; readonly steps: SeriesPoint[] }>;
  readonly series: {
    readonly pods: SeriesPoint[];
    readonly ready: SeriesPoint[];
    readonly available: SeriesPoint[];
    readonly desired: SeriesPoint[];
  };
  isDeletedBefore: boolean;
}

const workloadKinds = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod']);

/** Every workload of the user that lived during the run, in order of creation. */
export function workloadTimelines(
  writes: readonly WriteEntry[],
  trace: readonly TraceEntry[],
  context: TimelineContext,
): TimelineWorkload[] {
  const tracks = new Map<string, Track>();
  const topOf = new Map<string, Track>();
  for (const entry of writes) {
    const track = trackOf(entry, tracks, topOf);
    if (track) follow(track, entry);
  }
  return [...tracks.values()]
    .filter((track) => track.object.metadata.namespace !== 'kube-system' && !endedBefore(track, context.from))
    .map((track) => toWorkload(track, trace, context));
}

/** The track of the workload at the top of an object's owners. */
function trackOf({ object }: WriteEntry, tracks: Map<string, Track>, topOf: Map<string, Track>): Track | undefined {
  const uid = object.metadata.uid ?? '';
  const known = topOf.get(uid);
  if (known) return known;
  if (!workloadKinds.has(object.kind)) return undefined;
  const owner = controllerOf(object);
  const track = owner ? topOf.get(owner.uid) : newTrack(object);
  if (!track) return undefined;
  topOf.set(uid, track);
  if (!owner) tracks.set(uid, track);
  return track;
}

function newTrack(object: KubernetesObject): Track {
  return {
    object,
    pods: new Map(),
    scales: new Map(),
    series: { pods: [], ready: [], available: [], desired: [] },
    isDeletedBefore: false,
  };
}

function follow(track: Track, entry: WriteEntry): void {
  const { object, verb, at } = entry;
  if (object.kind === 'Pod') followPod(track, entry);
  else followScale(track, entry);
  if (object.metadata.uid === track.object.metadata.uid) {
    track.object = object;
    track.isDeletedBefore = verb === 'delete';
    const { desired, available } = numbersOf(object, verb === 'delete');
    push(track.series.desired, at, desired);
    if (object.kind !== 'Pod') push(track.series.available, at, available);
  }
}

function followPod(track: Track, entry: WriteEntry): void {
  const pod = entry.object as Pod;
  const uid = pod.metadata.uid ?? '';
  const podTrack = track.pods.get(uid) ?? new PodTrack(pod);
  track.pods.set(uid, podTrack);
  podTrack.follow(entry.verb, pod, entry.at);
  const live = [...track.pods.values()].filter((one) => one.isLive);
  const counted = live.filter(({ pod: one }) => one.metadata.deletionTimestamp === undefined);
  const ready = counted.filter(({ pod: one }) => isPodReady(one)).length;
  push(track.series.pods, entry.at, counted.length);
  push(track.series.ready, entry.at, ready);
  if (track.object.kind === 'Pod') push(track.series.available, entry.at, ready);
}

function followScale(track: Track, { object, at, verb }: WriteEntry): void {
  const uid = object.metadata.uid ?? '';
  const scale = track.scales.get(uid) ?? { object, steps: [] };
  scale.object = object;
  track.scales.set(uid, scale);
  const { desired } = numbersOf(object, verb === 'delete');
  push(scale.steps, at, desired);
}

function numbersOf(object: KubernetesObject, isDeleted: boolean): { desired: number; available: number } {
  if (isDeleted) return { desired: 0, available: 0 };
  if (object.kind === 'Pod') return { desired: 1, available: 0 };
  if (object.kind === 'DaemonSet') {
    const { desiredNumberScheduled = 0, numberAvailable = 0 } = (object as DaemonSet).status ?? {};
    return { desired: desiredNumberScheduled, available: numberAvailable };
  }
  const { spec, status } = object as Deployment;
  return { desired: spec.replicas ?? 1, available: status?.availableReplicas ?? 0 };
}

/** Adds a step where the value changed; several changes at one moment are one step. */
function push(points: SeriesPoint[], atMs: number, value: number): void {
  const at = atMs / 1000;
  const last = points.at(-1);
  if (last?.value === value) return;
  if (last?.at === at) points.pop();
  if (points.at(-1)?.value !== value) points.push({ at, value });
}

function endedBefore(track: Track, fromMs: number): boolean {
  if (!track.isDeletedBefore) return false;
  return [...track.pods.values()].every((pod) => pod.endedAt !== undefined && pod.endedAt <= fromMs);
}

function toWorkload(track: Track, trace: readonly TraceEntry[], context: TimelineContext): TimelineWorkload {
  const from = context.from / 1000;
  const cut = (points: readonly SeriesPoint[]): SeriesPoint[] => clip(points, from);
  return {
    ...refOf(track.object),
    series: {
      pods: cut(track.series.pods),
      ready: cut(track.series.ready),
      available: cut(track.series.available),
      desired: cut(track.series.desired),
    },
    ...boundsOf(track.object),
    groups: groupPods(track.object, track.scales, [...track.pods.values()], trace, context),
  };
}

/** Points from `from` on, led by the value that held then. */
export function clip(points: readonly SeriesPoint[], from: number): SeriesPoint[] {
  const before = points.findLast((point) => point.at <= from);
  return [{ at: from, value: before?.value ?? 0 }, ...points.filter((point) => point.at > from)];
}

type Bounds = Pick<TimelineWorkload, 'floor' | 'ceiling' | 'floorLabel' | 'ceilingLabel'>;

/** What the strategy promises while pods are replaced. */
function boundsOf(object: KubernetesObject): Bounds {
  if (object.kind === 'Deployment') {
    const { floor, ceiling } = rolloutBounds(object as Deployment);
    return {
      floor,
      ceiling,
      floorLabel: `floor: replicas − maxUnavailable = ${floor}`,
      ceilingLabel: `ceiling: replicas + maxSurge = ${ceiling}`,
    };
  }
  if (object.kind === 'StatefulSet') {
    const replicas = (object as StatefulSet).spec.replicas ?? 1;
    return { ceiling: replicas, ceilingLabel: `ceiling: replicas = ${replicas}` };
  }
  return {};
}
