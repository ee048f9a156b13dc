import type { PodTemplateSpec } from '../kubernetes/api.ts';
import { controllerOf, type KubernetesObject, refOf } from '../kubernetes/object.ts';
import type { SeriesPoint, TimelineGroup } from '../protocol.ts';
import type { TimelineContext } from './timeline.ts';
import { type PodTrack, type PodWords, toPod } from './timeline-pods.ts';
import { formatSeconds } from './units.ts';

/** By uid of the ReplicaSet or workload: the object as last written, and its replicas over time. */
export type Scales = Map<string, { object: KubernetesObject; readonly steps: SeriesPoint[] }>;

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const revisionLabel = 'controller-revision-hash';

/** Pods by revision, oldest revision first; pods that ended before the run are left out. */
export function groupPods(
  workload: KubernetesObject,
  scales: Scales,
  tracks: readonly PodTrack[],
  words: PodWords,
  context: TimelineContext,
): TimelineGroup[] {
  const byRevision = new Map<string, PodTrack[]>();
  for (const track of tracks) {
    const key = revisionKey(track, workload);
    const members = byRevision.get(key);
    if (members) members.push(track);
    else byRevision.set(key, [track]);
  }
  const groups = [...byRevision].map(([key, members]) => ({
    ...describe(workload, key, scales, members, context),
    pods: members.flatMap((track) => toPod(track, words, context.from / 1000, context.to / 1000)),
  }));
  return groups.filter(({ pods }) => pods.length > 0);
}

/** The ReplicaSet's uid under a Deployment, the revision's label under the others. */
function revisionKey({ pod }: PodTrack, workload: KubernetesObject): string {
  const owner = controllerOf(pod);
  if (owner && owner.uid !== workload.metadata.uid) return owner.uid;
  return pod.metadata.labels?.[revisionLabel] ?? '';
}

function describe(
  workload: KubernetesObject,
  key: string,
  scales: Scales,
  members: readonly PodTrack[],
  context: TimelineContext,
): Omit<TimelineGroup, 'pods'> {
  const scale = scales.get(key);
  const images = imagesOf(members[0]);
  if (!scale)
    return { label: key === '' ? `${workload.kind} ${workload.metadata.name ?? ''}` : `revision ${key}`, detail: images };
  const revision = scale.object.metadata.annotations?.[revisionAnnotation];
  const name = scale.object.metadata.name ?? '';
  return {
    label: revision === undefined ? name : `revision ${revision} · ${name}`,
    owner: refOf(scale.object),
    detail: `${images} ${scaleSteps(scale.steps, context.from / 1000)}`,
  };
}

function imagesOf(track: PodTrack | undefined): string {
  const template: PodTemplateSpec | undefined = track?.pod;
  return (template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(', ');
}

/** `4 → 3 at 0 s → 1 at 8.3 s`, times from the start of the run. */
function scaleSteps(steps: readonly SeriesPoint[], from: number): string {
  const before = steps.findLast((step) => step.at < from)?.value ?? 0;
  const during = steps.filter((step) => step.at >= from && !(step.value === 0 && before === 0 && step === steps[0]));
  return [`${before}`, ...during.map(({ at, value }) => `${value} at ${formatSeconds(at - from)}`)].join(' → ');
}
