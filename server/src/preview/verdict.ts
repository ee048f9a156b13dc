import type { DaemonSet, Deployment, Pod, ReplicaSet, StatefulSet } from '../kubernetes/api.ts';
import { controllerOf, type KubernetesObject, refOf } from '../kubernetes/object.ts';
import { isPodReady } from '../kubernetes/pod-status.ts';
import { rolloutStatus } from '../kubernetes/rollout-status.ts';
import type { TraceEntry } from '../cluster/engine/trace.ts';
import type { Reader } from '../cluster/engine/types.ts';
import type { WorkloadOutcome } from '../protocol.ts';
import { podProblem } from './pod-problem.ts';
import { isSystem } from './system-objects.ts';

/** Kinds that run pods and that the emulator has a controller for. */
const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod'] as const;

/**
 * How each of the user's workloads stands. What is neither complete nor failed is `progressing` while the cluster still
 * has work to do, and `stuck` once it has settled: nothing more will happen by itself.
 */
export function verdicts(view: VerdictView): readonly WorkloadOutcome[] {
  return workloadKinds.flatMap((kind) =>
    view.read
      .list(kind)
      .filter((object) => controllerOf(object) === undefined && !isSystem(object))
      .map((object) => verdict(object, view)),
  );
}

export interface VerdictView {
  readonly read: Reader;
  /** Only background work is left. */
  readonly settled: boolean;
  readonly trace: readonly TraceEntry[];
  /** Whether a pod's kubelet has something to do by itself: the next end or restart of a container. Without it crash loops go unseen while they run. */
  readonly isRestless?: (pod: Pod) => boolean;
}

function verdict(object: KubernetesObject, view: VerdictView): WorkloadOutcome {
  const ref = refOf(object);
  const progress = object.kind === 'Pod' ? podProgress(object) : workloadProgress(object);
  const looping = view.settled && view.isRestless ? crashLoop(podsOf(object, view.read), view.isRestless) : undefined;
  if (progress.done && looping) return { ...ref, state: 'stuck', ...looping };
  if (progress.done) return { ...ref, state: 'complete', reason: progress.reason, message: progress.message };
  const failedPod = object.kind === 'Pod' && (object as Pod).status?.phase === 'Failed';
  const state = failedPod ? 'failed' : view.settled ? 'stuck' : 'progressing';
  const cause = causeOf(object, view) ?? lastWarning(object, view.trace);
  return { ...ref, state, reason: cause?.reason ?? progress.reason, message: cause?.message ?? progress.message };
}

/** From this many restarts on, a container that is going to end again is in a loop. */
const loopRestarts = 2;

/**
 * Without a readiness probe a container counts as ready in the moments between two crashes, and Kubernetes then counts
 * the rollout as done. It is no success for anybody.
 */
function crashLoop(pods: readonly Pod[], isRestless: (pod: Pod) => boolean): { reason: string; message: string } | undefined {
  for (const pod of pods) {
    const looping = pod.status?.containerStatuses?.find(({ restartCount }) => restartCount >= loopRestarts);
    if (!looping || !isRestless(pod)) continue;
    const code = looping.lastState?.terminated?.exitCode;
    const ended = code === undefined ? '' : `, the last time with exit code ${code}`;
    const message = `pod ${pod.metadata.name ?? ''}: container ${looping.name} keeps ending (${looping.restartCount} restarts${ended}); Kubernetes counts it as ready while it runs`;
    return { reason: 'CrashLoopBackOff', message };
  }
  return undefined;
}

interface Progress {
  readonly done: boolean;
  readonly reason: string;
  readonly message: string;
}

function podProgress(pod: Pod): Progress {
  const phase = pod.status?.phase ?? 'Pending';
  const done = phase === 'Succeeded' || isPodReady(pod);
  return {
    done,
    reason: phase === 'Running' ? 'Ready' : phase,
    message: done ? `pod is ${phase === 'Succeeded' ? 'done' : 'ready'}` : '',
  };
}

function workloadProgress(object: KubernetesObject): Progress {
  if (object.kind === 'ReplicaSet') return replicaSetProgress(object as ReplicaSet);
  if (updatesOnDelete(object)) return onDeleteProgress(object as DaemonSet & StatefulSet);
  const status = rolloutStatus(object);
  if (!status) return { done: false, reason: 'Unknown', message: '' };
  // A rollout may be over in kubectl's eyes while pods it did not touch have gone down since.
  const done = status.done && !status.failed && hasEnoughReady(object);
  return { done, reason: conditionReason(object) ?? (done ? 'RolloutComplete' : 'RolloutIncomplete'), message: status.message };
}

function updatesOnDelete(object: KubernetesObject): boolean {
  const strategy = (object as StatefulSet).spec?.updateStrategy;
  return strategy?.type === 'OnDelete';
}

function onDeleteProgress(object: DaemonSet & StatefulSet): Progress {
  const done = hasEnoughReady(object);
  return { done, reason: 'OnDelete', message: 'pods take the new template when they are deleted (updateStrategy OnDelete)' };
}

function replicaSetProgress({ spec, status }: ReplicaSet): Progress {
  const wanted = spec.replicas ?? 1;
  const ready = status?.readyReplicas ?? 0;
  return { done: ready === wanted, reason: 'Replicas', message: `${ready} of ${wanted} pods are ready` };
}

function hasEnoughReady(object: KubernetesObject): boolean {
  if (object.kind === 'DaemonSet') {
    const { desiredNumberScheduled = 0, numberReady = 0 } = (object as DaemonSet).status ?? {};
    return numberReady >= desiredNumberScheduled;
  }
  const { spec, status } = object as Deployment;
  return (status?.readyReplicas ?? 0) >= (spec.replicas ?? 1);
}

function conditionReason(object: KubernetesObject): string | undefined {
  return (object as Deployment).status?.conditions?.find(({ type }) => type === 'Progressing')?.reason;
}

/** The newest pod that has a problem names the cause; without pods, the workload's own failure condition does. */
function causeOf(object: KubernetesObject, { read, trace }: VerdictView): { reason: string; message: string } | undefined {
  const paused = object.kind === 'Deployment' && (object as Deployment).spec.paused === true;
  if (paused) return { reason: 'DeploymentPaused', message: 'Deployment is paused' };
  for (const pod of podsOf(object, read).toReversed()) {
    const problem = podProblem(pod);
    if (!problem) continue;
    // Conditions only count the containers that are not ready; the pod's last warning says why (FailedMount, Unhealthy).
    const { reason, message } = (problem.reason === 'ContainersNotReady' ? lastWarning(pod, trace) : undefined) ?? problem;
    return { reason, message: `pod ${pod.metadata.name ?? ''}: ${message}` };
  }
  const failure = (object as Deployment).status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
  return failure ? { reason: failure.reason ?? 'ReplicaFailure', message: failure.message ?? '' } : undefined;
}

/** The last complaint about an object since it was made; where no pod could be made, the controller's. */
function lastWarning(object: KubernetesObject, trace: readonly TraceEntry[]): { reason: string; message: string } | undefined {
  const { kind, namespace, name } = refOf(object);
  for (const entry of trace.toReversed()) {
    if (entry.ref.kind !== kind || entry.ref.name !== name || entry.ref.namespace !== namespace) continue;
    if (entry.verb === 'create') return undefined;
    if (entry.verb === 'event' && entry.type === 'Warning') return { reason: entry.reason, message: entry.message };
  }
  return undefined;
}

/** Pods of a workload, in order of creation, through its ReplicaSets. */
export function podsOf(object: KubernetesObject, read: Reader): readonly Pod[] {
  if (object.kind === 'Pod') return [object];
  const uid = object.metadata.uid ?? '';
  const direct = read.ownedBy<Pod>('Pod', uid);
  const through = read
    .ownedBy('ReplicaSet', uid)
    .flatMap((replicaSet) => read.ownedBy<Pod>('Pod', replicaSet.metadata.uid ?? ''));
  return [...direct, ...through];
}
