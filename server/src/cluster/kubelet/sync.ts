import type { VirtualMs } from '../engine/types.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import { admit } from './admission.ts';
import { deadlineOf, dueProbes } from './moments.ts';
import { type ProbeMoment, probeFailureMessage } from './probes.ts';
import { type ContainerRuntime, copyRuntime, isBusy, isRunning, newRuntime } from './runtime.ts';
import { mountVolumes, prepareSandbox } from './sandbox.ts';
import { shouldRestart } from './phase.ts';
import {
  endWait,
  finishPull,
  isComplete,
  launch,
  mainStarted,
  recheckConfig,
  reportCrashLoop,
  startContainers,
} from './start.ts';
import { beginKill, endOf, exit, killForChange, killForProbe, progressKill } from './stop.ts';
import { emit, type Sync, type SyncInput, specOf } from './sync-context.ts';

/**
 * Brings a pod's runtime to `now`: what was due happens, then whatever can be started or stopped is. The order is that of
 * the kubelet's pod worker. Transitions happen at `now` even if they were due before: a kubelet that was away catches up.
 *
 * Source: pkg/kubelet/kubelet.go (SyncPod, SyncTerminatingPod), pkg/kubelet/pod_workers.go
 */
export function syncPod(input: SyncInput, now: VirtualMs): Sync {
  const runtime = input.memory ? copyRuntime(input.memory) : newRuntime(input.pod, input.spec, now);
  const { pod, spec, node, usage, missing, images, memory } = input;
  const report = memory === undefined;
  const sync: Sync = { pod, spec, node, usage, missing, images, memory, now, runtime, events: [], nodeChanged: false, report };
  if (!input.memory) accept(sync);
  if (runtime.rejected || runtime.finished) return sync;
  for (const container of runtime.containers) advance(sync, container);
  stopIfAsked(sync);
  while (work(sync));
  return sync;
}

function accept(sync: Sync): void {
  const { pod, spec, node, usage, runtime } = sync;
  if (isPodTerminal(pod)) {
    runtime.finished = true;
    sync.report = false;
  } else if (pod.metadata.deletionTimestamp === undefined) {
    runtime.rejected = admit(spec, node, usage);
    if (runtime.rejected) emit(sync, 'Warning', runtime.rejected.reason, runtime.rejected.message);
  }
}

function stopIfAsked(sync: Sync): void {
  const { pod, now } = sync;
  const deadline = deadlineOf(sync);
  if (pod.metadata.deletionTimestamp !== undefined) beginKill(sync, 'deleted');
  else if (isPodTerminal(pod)) beginKill(sync, 'completed');
  else if (deadline !== undefined && deadline <= now && !sync.runtime.kill) {
    emit(sync, 'Normal', 'DeadlineExceeded', deadlineMessage);
    beginKill(sync, 'deadline');
  }
}

export const deadlineMessage = 'Pod was active on the node longer than the specified deadline';

/** One look at the pod; whether another is needed because containers were seen running for the first time. */
function work(sync: Sync): boolean {
  const { runtime } = sync;
  if (!runtime.kill && mountVolumes(sync) && prepareSandbox(sync)) {
    for (const container of runtime.containers) recheckConfig(sync, container);
    startContainers(sync);
    if (isOver(sync)) beginKill(sync, 'completed');
  }
  progressKill(sync);
  if (runtime.containers.some(isBusy)) return false;
  sync.report = true;
  return noticeRunning(sync);
}

function noticeRunning(sync: Sync): boolean {
  let noticed = false;
  for (const container of sync.runtime.containers) {
    if (container.phase !== 'running' || container.seenAt !== undefined) continue;
    container.seenAt = sync.now;
    if (!specOf(sync, container).startupProbe) passStartup(sync, container);
    noticed = true;
  }
  return noticed && !sync.runtime.kill;
}

/** Without a readiness probe a container is ready as soon as it has started. */
function passStartup(sync: Sync, container: ContainerRuntime): void {
  container.startupAt = sync.now;
  container.ready = container.role !== 'init' && !specOf(sync, container).readinessProbe;
}

/** Nothing is left to run: an init container failed for good, or all main containers ended for good. */
export function isOver(sync: Sync): boolean {
  const { containers } = sync.runtime;
  const ended = (container: ContainerRuntime) =>
    container.phase === 'exited' && !shouldRestart(specOf(sync, container), sync.spec, container.terminated?.exitCode ?? 0);
  if (!mainStarted(sync))
    return containers.some((container) => container.role === 'init' && !isComplete(container) && ended(container));
  return containers.every((container) => container.role !== 'main' || ended(container));
}

/** What is due in one container. */
function advance(sync: Sync, container: ContainerRuntime): void {
  if (isRunning(container)) {
    advanceRunning(sync, container);
    return;
  }
  if (container.due === undefined || container.due > sync.now) return;
  container.due = undefined;
  if (container.phase === 'pulling') finishPull(sync, container);
  else if (container.phase === 'creating') launch(sync, container);
  else if (container.phase === 'exited') reportCrashLoop(sync, container);
  else if (container.phase === 'waiting') endWait(sync, container);
}

function advanceRunning(sync: Sync, container: ContainerRuntime): void {
  const end = endOf(sync, container);
  if (end && end.at <= sync.now) {
    exit(sync, container, end.exitCode);
    return;
  }
  if (container.phase === 'hook' && (container.due ?? 0) <= sync.now) {
    container.phase = 'running';
    container.due = undefined;
  }
  if (container.role !== 'init' && !container.stop && container.image !== (specOf(sync, container).image ?? '')) {
    killForChange(sync, container);
    return;
  }
  const probes = dueProbes(sync, container).filter((moment) => moment.at <= sync.now);
  for (const moment of probes.sort((a, b) => a.at - b.at)) probed(sync, container, moment);
}

function probed(sync: Sync, container: ContainerRuntime, { probe, outcome }: ProbeMoment): void {
  if (container.stop) return;
  if (outcome === 'success') {
    if (probe === 'startup') passStartup(sync, container);
    else becomeReady(container);
    return;
  }
  emit(sync, 'Warning', 'Unhealthy', probeFailureMessage(probe, specOf(sync, container), sync.runtime.sandbox?.ip ?? ''));
  if (outcome === 'told') container.told = [...container.told, probe];
  else if (probe !== 'readiness') killForProbe(sync, container, probe);
  else {
    container.ready = false;
    container.unreadyAt = sync.now;
  }
}

/** What is told of a failing readiness probe is told anew when it fails again. */
function becomeReady(container: ContainerRuntime): void {
  container.ready = true;
  container.told = container.told.filter((probe) => probe !== 'readiness');
}
