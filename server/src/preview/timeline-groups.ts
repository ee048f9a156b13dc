import type { ControllerRevision } from '../kubernetes/api.ts';
import { controllerOf, type KubernetesObject, refOf } from '../kubernetes/object.ts';
import type { SeriesPoint, TimelineGroup } from '../protocol.ts';
import type { TimelineContext } from './timeline.ts';
import { type PodTrack, type PodWords, toPod } from './timeline-pods.ts';
import { formatSeconds } from './units.ts';

/** By uid of the ReplicaSet or workload: the object as last written, and its replicas over time. */
export type Scales = Map<string, { object: KubernetesObject; readonly steps: SeriesPoint[] }>;

/** What is known of a workload's revisions. */
interface Revisions {
  readonly object: KubernetesObject;
  readonly scales: Scales;
  /** ControllerRevisions by name. */
  readonly revisions: ReadonlyMap<string, ControllerRevision>;
}

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const revisionLabel = 'controller-revision-hash';

/** Pods by revision, in order of their first pods; pods that ended before the run are left out. */
export function groupPods(
  workload: Revisions,
  tracks: readonly PodTrack[],
  words: PodWords,
  context: TimelineContext,
): TimelineGroup[] {
  const byRevision = new Map<string, PodTrack[]>();
  for (const track of tracks) {
    const key = revisionKey(track, workload.object);
    const members = byRevision.get(key);
    if (members) members.push(track);
    else byRevision.set(key, [track]);
  }
  const groups = [...byRevision].map(([key, members]) => ({
    ...describe(workload, key, members, context),
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
  { object, scales, revisions }: Revisions,
  key: string,
  members: readonly PodTrack[],
  context: TimelineContext,
): Omit<TimelineGroup, 'pods'> {
  const images = imagesOf(members[0]);
  const scale = scales.get(key);
  if (scale) {
    const detail = `${images} ${scaleSteps(scale.steps, context.from / 1000)}`;
    return { ...titled(scale.object, scale.object.metadata.annotations?.[revisionAnnotation]), detail };
  }
  // A StatefulSet labels its pods with the revision's name, a DaemonSet with its hash alone.
  const revision = revisions.get(key) ?? revisions.get(`${object.metadata.name ?? ''}-${key}`);
  if (revision) return { ...titled(revision, String(revision.revision)), detail: images };
  return { label: `${object.kind} ${object.metadata.name ?? ''}`, detail: images };
}

function titled(owner: KubernetesObject, revision: string | undefined): Pick<TimelineGroup, 'label' | 'owner'> {
  const ref = refOf(owner);
  return { label: revision === undefined ? ref.name : `revision ${revision} · ${ref.name}`, owner: ref };
}

function imagesOf(track: PodTrack | undefined): string {
  return (track?.pod.spec?.containers ?? []).map(({ image }) => image ?? '').join(', ');
}

/** `4 → 3 at 0 s → 1 at 8.3 s`, times from the start of the run. */
function scaleSteps(steps: readonly SeriesPoint[], from: number): string {
  const before = steps.findLast((step) => step.at < from)?.value ?? 0;
  const during = steps.filter((step) => step.at >= from && !(step.value === 0 && before === 0 && step === steps[0]));
  return [`${before}`, ...during.map(({ at, value }) => `${value} at ${formatSeconds(at - from)}`)].join(' → ');
}
