import type { VirtualMs } from '../engine/types.ts';
import { hookMs } from './behavior.ts';
import { shouldRestart } from './phase.ts';
import { type ContainerRuntime, type ContainerStop, isRunning, type PodKill } from './runtime.ts';
import { scheduleRestart } from './start.ts';
import { behavior, emit, type Sync, specOf } from './sync-context.ts';

/**
 * Stopping: preStop first, which uses up grace; SIGTERM; SIGKILL when the grace is over, but never less than two seconds
 * after SIGTERM. When the whole pod stops, sidecars get their SIGTERM after the main containers ended, in reverse order.
 *
 * Source: pkg/kubelet/kuberuntime (killContainer, kuberuntime_termination_order.go), pkg/kubelet/kubelet.go (SyncTerminatingPod)
 */

const minimumGraceSeconds = 2;
const killedBySigkill = 137;

/** The end of a process: whichever comes first of its own end, its end after SIGTERM, and SIGKILL. */
export function endOf(sync: Sync, container: ContainerRuntime): { at: VirtualMs; exitCode: number } | undefined {
  const own = container.exitAt === undefined ? undefined : { at: container.exitAt, exitCode: container.exitCode };
  const { stop } = container;
  if (stop?.termAt === undefined) return own;
  const { stopMs, stopExitCode } = behavior(sync, container);
  const left = stop.graceSeconds - Math.floor((stop.termAt - stop.since) / 1000);
  const killAt = stop.termAt + Math.max(left, minimumGraceSeconds) * 1000;
  const stopped =
    stop.termAt + stopMs <= killAt
      ? { at: stop.termAt + stopMs, exitCode: stopExitCode }
      : { at: killAt, exitCode: killedBySigkill };
  return own && own.at <= stopped.at ? own : stopped;
}

/** The process has ended. Restarts are decided here, for they go by how it ended. */
export function exit(sync: Sync, container: ContainerRuntime, exitCode: number): void {
  const { now, runtime } = sync;
  const { stop } = container;
  container.terminated = {
    id: container.id,
    exitCode,
    reason: container.exitReason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    startedAt: container.startedAt ?? now,
    finishedAt: now,
  };
  container.phase = 'exited';
  container.due = undefined;
  container.exitAt = undefined;
  container.stop = undefined;
  container.ready = false;
  container.startupAt = undefined;
  // A kill and the start after it are one look at the pod: nothing is reported in between.
  sync.report ||= stop === undefined || stop.cause === 'pod';
  if (runtime.kill || !restarts(sync, container, exitCode, stop?.cause)) return;
  scheduleRestart(container, now, stop !== undefined);
}

/** After a kill the kubelet restarts whatever the exit code, unless the policy is never to: then its rules are asked. */
function restarts(
  sync: Sync,
  container: ContainerRuntime,
  exitCode: number,
  stopped: ContainerStop['cause'] | undefined,
): boolean {
  if (container.role === 'sidecar' || stopped === 'changed') return true;
  if (stopped !== undefined && mayRestart(sync, container)) return true;
  if (container.role === 'init' && exitCode === 0) return false;
  return shouldRestart(specOf(sync, container), sync.spec, exitCode);
}

function mayRestart(sync: Sync, container: ContainerRuntime): boolean {
  return (specOf(sync, container).restartPolicy ?? sync.spec.restartPolicy ?? 'Always') !== 'Never';
}

/** Kills one container because a probe failed; it starts again if its policy says so. */
export function killForProbe(sync: Sync, container: ContainerRuntime, cause: 'startup' | 'liveness'): void {
  const spec = specOf(sync, container);
  const title = container.role === 'sidecar' ? 'Init container' : 'Container';
  const suffix = mayRestart(sync, container) && container.role === 'main' ? ', will be restarted' : '';
  emit(sync, 'Normal', 'Killing', `${title} ${container.name} failed ${cause} probe${suffix}`);
  const probe = cause === 'startup' ? spec.startupProbe : spec.livenessProbe;
  const graceSeconds = probe?.terminationGracePeriodSeconds ?? sync.spec.terminationGracePeriodSeconds ?? minimumGraceSeconds;
  const stop = stopOf(sync, container, cause, graceSeconds);
  container.stop = { ...stop, termAt: stop.preStopEnd };
}

/** Replaces a container whose image was changed in the spec, whatever its restart policy says. */
export function killForChange(sync: Sync, container: ContainerRuntime): void {
  const title = container.role === 'sidecar' ? 'Init container' : 'Container';
  const suffix = container.role === 'main' ? ', will be restarted' : '';
  emit(sync, 'Normal', 'Killing', `${title} ${container.name} definition changed${suffix}`);
  const stop = stopOf(sync, container, 'changed', sync.spec.terminationGracePeriodSeconds ?? minimumGraceSeconds);
  container.stop = { ...stop, termAt: stop.preStopEnd };
}

function stopOf(sync: Sync, container: ContainerRuntime, cause: ContainerStop['cause'], graceSeconds: number): ContainerStop {
  const preStop = hookMs(specOf(sync, container).lifecycle?.preStop);
  return { cause, since: sync.now, graceSeconds, preStopEnd: sync.now + Math.min(preStop, graceSeconds * 1000) };
}

/** Begins to stop the pod; a deletion may also shorten the grace of a stop under way. */
export function beginKill(sync: Sync, cause: PodKill['cause']): void {
  const { runtime, pod, spec } = sync;
  const graceSeconds = pod.metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? minimumGraceSeconds;
  if (runtime.kill) {
    if (graceSeconds < runtime.kill.graceSeconds) shorten(sync, graceSeconds);
    return;
  }
  runtime.kill = { cause, since: sync.now, graceSeconds };
  for (const container of runtime.containers) {
    if (isRunning(container)) {
      emit(sync, 'Normal', 'Killing', `Stopping container ${container.name}`);
      container.phase = 'running';
      container.due = undefined;
      container.stop = container.stop ? { ...container.stop, cause: 'pod' } : stopOf(sync, container, 'pod', graceSeconds);
    } else abandon(container);
  }
}

/** What was about to be started is not any more. */
function abandon(container: ContainerRuntime): void {
  if (container.phase === 'pulling' || container.phase === 'creating') container.phase = 'idle';
  if (container.terminated) container.phase = 'exited';
  container.due = undefined;
  container.retryAt = undefined;
}

/** A second deletion with less grace: the stop starts over with what is left now. */
function shorten(sync: Sync, graceSeconds: number): void {
  const { runtime, now } = sync;
  if (!runtime.kill) return;
  runtime.kill = { ...runtime.kill, graceSeconds };
  for (const container of runtime.containers) {
    if (!container.stop) continue;
    const { termAt } = container.stop;
    const preStopEnd = Math.min(container.stop.preStopEnd, now + graceSeconds * 1000);
    const left = Math.max(graceSeconds, minimumGraceSeconds);
    // SIGKILL falls to `left` seconds from now also when SIGTERM was sent long ago.
    const grace = termAt === undefined || termAt > now ? graceSeconds : Math.floor((now - container.stop.since) / 1000) + left;
    const stop: ContainerStop = { ...container.stop, graceSeconds: Math.min(grace, container.stop.graceSeconds), preStopEnd };
    container.stop = termAt === undefined ? stop : { ...stop, termAt: Math.min(termAt, preStopEnd) };
  }
}

/** Sends SIGTERM to those whose turn has come; the pod is finished when nothing runs. */
export function progressKill(sync: Sync): void {
  const { runtime, now } = sync;
  if (!runtime.kill) return;
  const running = runtime.containers.filter(isRunning);
  for (const container of running) {
    const { stop } = container;
    if (!stop || stop.termAt !== undefined) continue;
    const waits = container.role === 'sidecar' && running.some((other) => goesBefore(runtime.containers, other, container));
    const timedOut = now >= turnLimit(stop);
    if (!waits || timedOut)
      container.stop = { ...stop, termAt: container.role === 'sidecar' ? Math.max(now, stop.preStopEnd) : stop.preStopEnd };
  }
  if (running.length > 0) return;
  runtime.finished = true;
  if (runtime.sandbox) runtime.sandbox = { ...runtime.sandbox, ready: false };
  sync.report = true;
}

/** Main and init containers stop before sidecars, and of these the last one first. */
function goesBefore(order: readonly ContainerRuntime[], other: ContainerRuntime, sidecar: ContainerRuntime): boolean {
  return other.role !== 'sidecar' || order.indexOf(other) > order.indexOf(sidecar);
}

/** Until when a sidecar waits for its turn. */
export function turnLimit(stop: ContainerStop): VirtualMs {
  return stop.since + stop.graceSeconds * 1000;
}
