import type { Probe } from '../../kubernetes/api.ts';
import type { VirtualMs } from '../engine/types.ts';
import { type ProbeMoment, probeMoments } from './probes.ts';
import { type ContainerRuntime, isRunning } from './runtime.ts';
import { nextMountTry } from './sandbox.ts';
import { endOf, turnLimit } from './stop.ts';
import { behavior, type Sync, specOf } from './sync-context.ts';

/** When something will change next. Background: it goes on forever and brings nothing to an end. */
export interface Next {
  readonly at: VirtualMs;
  readonly background: boolean;
}

/** From this run on, a container that keeps ending is in a crash loop. */
const crashLoopRuns = 3;

/** The next moment of this pod, if there is one; it counts as background only if nothing else is due. */
export function nextMoment(sync: Sync): Next | undefined {
  const moments = [...podMoments(sync), ...sync.runtime.containers.flatMap((container) => containerMoments(sync, container))];
  if (moments.length === 0) return undefined;
  const at = moments.reduce((earliest, moment) => Math.min(earliest, moment.at), Infinity);
  return { at, background: moments.every((moment) => moment.background) };
}

function podMoments(sync: Sync): Next[] {
  const { runtime, missing, now } = sync;
  const moments: VirtualMs[] = [];
  if (runtime.mount && missing.volume === undefined) moments.push(nextMountTry(runtime.mount.since, now));
  if (runtime.sandbox && !runtime.sandbox.ready && !runtime.kill) moments.push(runtime.sandbox.readyAt);
  const deadline = deadlineOf(sync);
  if (deadline !== undefined && !runtime.kill) moments.push(deadline);
  return moments.map((at) => ({ at, background: false }));
}

/** When the pod has been active for longer than it may be. */
export function deadlineOf(sync: Sync): VirtualMs | undefined {
  const seconds = sync.spec.activeDeadlineSeconds;
  // status.startTime has whole seconds.
  return seconds === undefined ? undefined : Math.floor(sync.runtime.acceptedAt / 1000) * 1000 + seconds * 1000;
}

function containerMoments(sync: Sync, container: ContainerRuntime): Next[] {
  if (isRunning(container)) return runningMoments(sync, container);
  if (container.due === undefined) return [];
  return [{ at: container.due, background: isEndless(sync, container) }];
}

function runningMoments(sync: Sync, container: ContainerRuntime): Next[] {
  const moments: VirtualMs[] = [];
  if (container.due !== undefined) moments.push(container.due);
  const end = endOf(sync, container);
  if (end) moments.push(end.at);
  if (container.stop && container.stop.termAt === undefined) moments.push(turnLimit(container.stop));
  moments.push(...dueProbes(sync, container).map((moment) => moment.at));
  const background = isEndless(sync, container) && !sync.runtime.kill;
  return moments.map((at) => ({ at, background }));
}

/** Probes are silent in a container that is being stopped. */
export function dueProbes(sync: Sync, container: ContainerRuntime): ProbeMoment[] {
  const { workersAt } = sync.runtime;
  if (container.phase !== 'running' || container.stop || workersAt === undefined) return [];
  return probeMoments(container, specOf(sync, container), behavior(sync, container), workersAt);
}

/** Trying again brings nothing to an end as long as the image behaves as it does. */
function isEndless(sync: Sync, container: ContainerRuntime): boolean {
  const { pullFailures, phase, reason, runs } = container;
  const isPullingAgain = reason === 'ImagePullBackOff' || pullFailures > 1 || (pullFailures === 1 && phase === 'pulling');
  if (isPullingAgain && behavior(sync, container).pullError !== undefined) return true;
  return (reason === 'CrashLoopBackOff' || runs >= crashLoopRuns) && !getsThrough(sync, container);
}

/** Whether the next run of a container would be its last: it stays up, or ends for good. */
function getsThrough(sync: Sync, container: ContainerRuntime): boolean {
  const { exitAfterMs, exitCode, unhealthyAfterMs, readyAfterMs } = behavior(sync, container);
  const { livenessProbe, startupProbe, restartPolicy = sync.spec.restartPolicy ?? 'Always' } = specOf(sync, container);
  if (unhealthyAfterMs !== Infinity && livenessProbe) return false;
  if (startupProbe && readyAfterMs > patienceOf(startupProbe)) return false;
  return exitAfterMs === Infinity || (exitCode === 0 && (container.role === 'init' || restartPolicy !== 'Always'));
}

/** How long a startup probe lets a container take. */
function patienceOf({ initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 }: Probe): VirtualMs {
  return (initialDelaySeconds + periodSeconds * failureThreshold) * 1000;
}
