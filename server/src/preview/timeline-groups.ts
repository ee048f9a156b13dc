import type { TraceEntry } from '../cluster/engine/trace.ts';
import type { PodTemplateSpec } from '../kubernetes/api.ts';
import { controllerOf, type KubernetesObject } from '../kubernetes/object.ts';
import type { SeriesPoint, TimelineGroup, TimelinePod } from '../protocol.ts';
import { podProblem } from './pod-problem.ts';
import type { TimelineContext } from './timeline.ts';
import type { PodTrack } from './timeline-pods.ts';
import { formatSeconds } from './units.ts';

type Scales = ReadonlyMap<string, { readonly object: KubernetesObject; readonly steps: readonly SeriesPoint[] }>;

const revisionAnnotation = 'deployment.kubernetes.io/revision';
const revisionLabel = 'controller-revision-hash';

/** Pods by revision, oldest revision first; pods that ended before the run are left out. */
export function groupPods(
  workload: KubernetesObject,
  scales: Scales,
  tracks: readonly PodTrack[],
  trace: readonly TraceEntry[],
  context: TimelineContext,
): TimelineGroup[] {
  const byRevision = new Map<string, PodTrack[]>();
  for (const track of tracks) {
    const key = revisionKey(track, workload);
    byRevision.set(key, [...(byRevision.get(key) ?? []), track]);
  }
  const why = placements(trace);
  const groups = [...byRevision].map(([key, members]) => ({
    ...describe(workload, key, scales, members, context),
    pods: members.flatMap((track) => toPod(track, why, context)),
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
): { label: string; detail: string } {
  const scale = scales.get(key);
  const images = imagesOf(members[0]);
  if (!scale)
    return { label: key === '' ? `${workload.kind} ${workload.metadata.name ?? ''}` : `revision ${key}`, detail: images };
  const revision = scale.object.metadata.annotations?.[revisionAnnotation];
  const name = scale.object.metadata.name ?? '';
  return {
    label: revision === undefined ? name : `revision ${revision} · ${name}`,
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

/** The last thing the scheduler said of each pod. */
function placements(trace: readonly TraceEntry[]): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const entry of trace) {
    if (entry.verb !== 'event' || (entry.reason !== 'Scheduled' && entry.reason !== 'FailedScheduling')) continue;
    said.set(`${entry.ref.namespace}/${entry.ref.name}`, entry.message);
  }
  return said;
}

function toPod(track: PodTrack, why: ReadonlyMap<string, string>, context: TimelineContext): TimelinePod[] {
  const bars = track.within(context.from / 1000, context.to / 1000);
  if (bars.length === 0) return [];
  const { metadata, spec } = track.pod;
  const namespace = metadata.namespace ?? '';
  const name = metadata.name ?? '';
  const problem = track.isLive ? podProblem(track.pod) : undefined;
  const placement = why.get(`${namespace}/${name}`) ?? '';
  return [
    {
      name,
      namespace,
      uid: metadata.uid ?? '',
      node: spec?.nodeName ?? '',
      bars,
      why:
        problem && problem.message !== placement
          ? [placement, `${problem.reason}: ${problem.message}`].filter(Boolean).join('\n')
          : placement,
    },
  ];
}
