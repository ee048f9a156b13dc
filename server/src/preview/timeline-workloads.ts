import type { WriteEntry } from '../cluster/engine/trace.ts';
import type { ControllerRevision, DaemonSet, Deployment, Pod } from '../kubernetes/api.ts';
import { controllerOf, type KubernetesObject, refOf } from '../kubernetes/object.ts';
import type { SeriesPoint, TimelinePod, TimelineWorkload } from '../protocol.ts';
import { isSystem } from './system-objects.ts';
import type { TimelineContext } from './timeline.ts';
import { boundsOf } from './timeline-bounds.ts';
import { PodCounts } from './timeline-counts.ts';
import { groupPods, type Scales } from './timeline-groups.ts';
import { type PodWords, PodTrack, toPod } from './timeline-pods.ts';
import { clip, push } from './timeline-steps.ts';

/** A workload, with all that the trace says about it. */
interface Track {
  object: KubernetesObject;
  readonly pods: Map<string, PodTrack>;
  readonly counts: PodCounts;
  /** ReplicaSets (and the workload itself) with their replicas over time. */
  readonly scales: Scales;
  /** Of a StatefulSet or a DaemonSet, by name. */
  readonly revisions: Map<string, ControllerRevision>;
  readonly desired: SeriesPoint[];
  readonly floor: SeriesPoint[];
  readonly ceiling: SeriesPoint[];
  isDeleted: boolean;
}

const followedKinds = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ControllerRevision', 'Pod']);

interface Workloads {
  /** Those of the user that lived during the run, in order of creation. */
  readonly workloads: TimelineWorkload[];
  readonly systemPods: TimelinePod[];
}

export function workloadTimelines(writes: readonly WriteEntry[], words: PodWords, context: TimelineContext): Workloads {
  const tracks = new Map<string, Track>();
  const topOf = new Map<string, Track>();
  for (const entry of writes) {
    const track = trackOf(entry, tracks, topOf);
    if (track) follow(track, entry);
  }
  const all = [...tracks.values()];
  const system = all.filter(({ object }) => isSystem(object));
  const users = all.filter(({ object }) => !isSystem(object));
  return {
    workloads: users.filter((track) => !endedBefore(track, context.from)).map((track) => toWorkload(track, words, context)),
    systemPods: system.flatMap(({ pods }) =>
      [...pods.values()].flatMap((pod) => toPod(pod, words, context.from / 1000, context.to / 1000)),
    ),
  };
}

/** The track of the workload at the top of an object's owners. */
function trackOf({ object }: WriteEntry, tracks: Map<string, Track>, topOf: Map<string, Track>): Track | undefined {
  const uid = object.metadata.uid ?? '';
  const known = topOf.get(uid);
  if (known) return known;
  if (!followedKinds.has(object.kind)) return undefined;
  const owner = controllerOf(object);
  if (!owner && object.kind === 'ControllerRevision') return undefined;
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
    counts: new PodCounts(),
    scales: new Map(),
    revisions: new Map(),
    desired: [],
    floor: [],
    ceiling: [],
    isDeleted: false,
  };
}

function follow(track: Track, entry: WriteEntry): void {
  const { object, verb } = entry;
  if (object.kind === 'Pod') followPod(track, entry);
  else if (object.kind === 'ControllerRevision') track.revisions.set(object.metadata.name ?? '', object as ControllerRevision);
  else followScale(track, entry);
  if (object.metadata.uid !== track.object.metadata.uid) return;
  track.object = object;
  track.isDeleted = verb === 'delete';
  followPromise(track, entry);
}

/** What the workload wants, and what its strategy allows meanwhile. */
function followPromise({ desired, floor, ceiling }: Track, { object, verb, at }: WriteEntry): void {
  const isGone = verb === 'delete' || object.metadata.deletionTimestamp !== undefined;
  push(desired, at, isGone ? 0 : desiredPods(object));
  const bounds = boundsOf(object);
  if (bounds.floor !== undefined) push(floor, at, isGone ? 0 : bounds.floor);
  if (bounds.ceiling !== undefined) push(ceiling, at, bounds.ceiling);
}

function followPod(track: Track, { object, verb, at }: WriteEntry): void {
  const pod = object as Pod;
  const uid = pod.metadata.uid ?? '';
  const podTrack = track.pods.get(uid) ?? new PodTrack(pod, at);
  track.pods.set(uid, podTrack);
  podTrack.follow(verb, pod, at);
  const owner = track.scales.get(controllerOf(pod)?.uid ?? '')?.object as Deployment | undefined;
  track.counts.follow(verb, pod, at, owner?.spec.minReadySeconds ?? 0);
}

function followScale(track: Track, { object, at, verb }: WriteEntry): void {
  const uid = object.metadata.uid ?? '';
  const scale = track.scales.get(uid) ?? { object, steps: [] };
  scale.object = object;
  track.scales.set(uid, scale);
  push(scale.steps, at, verb === 'delete' ? 0 : desiredPods(object));
}

function desiredPods(object: KubernetesObject): number {
  if (object.kind === 'Pod') return 1;
  if (object.kind === 'DaemonSet') return (object as DaemonSet).status?.desiredNumberScheduled ?? 0;
  return (object as Deployment).spec.replicas ?? 1;
}

function endedBefore(track: Track, from: number): boolean {
  if (!track.isDeleted) return false;
  return [...track.pods.values()].every((pod) => pod.endedAt !== undefined && pod.endedAt <= from);
}

function toWorkload(track: Track, words: PodWords, context: TimelineContext): TimelineWorkload {
  const from = context.from / 1000;
  const counted = track.counts.steps(context.to);
  const { floor, ceiling } = track;
  return {
    ...refOf(track.object),
    series: {
      pods: clip(counted.pods, from),
      ready: clip(counted.ready, from),
      available: clip(counted.available, from),
      desired: clip(track.desired, from),
      floor: floor.length > 0 ? clip(floor, from) : [],
      ceiling: ceiling.length > 0 ? clip(ceiling, from) : [],
    },
    ...(track.isDeleted ? {} : boundsOf(track.object)),
    groups: groupPods(track, [...track.pods.values()], words, context),
  };
}
