import type { ContainerStatus, Pod } from '../api.ts';
import { isSidecar } from '../pod-resources.ts';
import { isPodReady, isPodTerminal, podCondition } from '../pod-status.ts';
import { virtualMsOf } from '../time.ts';
import { age, type Column, columns, humanDuration } from './columns.ts';

/** What `kubectl get pods` shows of a pod. */
export interface PodRow {
  /** `1/2`: ready of all containers, sidecars counted. */
  readonly ready: string;
  /** `Running`, `CrashLoopBackOff`, `Init:0/2`, `Terminating` … */
  readonly status: string;
  /** `3 (20s ago)` */
  readonly restarts: string;
  readonly restartCount: number;
  readonly age: string;
}

interface Tally {
  reason: string;
  ready: number;
  restarts: number;
  /** Virtual milliseconds of the newest end of an earlier run. */
  lastRestart: number | undefined;
}

/**
 * `now` in virtual milliseconds.
 * Source: pkg/printers/internalversion/printers.go (printPod)
 */
export function podStatus(pod: Pod, now: number): PodRow {
  const spec = pod.spec;
  const sidecars = new Set((spec?.initContainers ?? []).filter(isSidecar).map((container) => container.name));
  const tally: Tally = { reason: phaseReason(pod), ready: 0, restarts: 0, lastRestart: undefined };
  const ofSidecars: Tally = { ...tally };
  const initializing = tallyInit(pod, sidecars, tally, ofSidecars);
  if (!initializing || podCondition(pod, 'Initialized')?.status === 'True') {
    tally.restarts = ofSidecars.restarts;
    tally.lastRestart = ofSidecars.lastRestart;
    tallyMain(pod, tally);
  }
  const ago = tally.lastRestart === undefined ? undefined : now - tally.lastRestart;
  return {
    ready: `${tally.ready}/${(spec?.containers.length ?? 0) + sidecars.size}`,
    status: deletionReason(pod) ?? tally.reason,
    restartCount: tally.restarts,
    restarts:
      tally.restarts !== 0 && ago !== undefined ? `${tally.restarts} (${humanDuration(ago)} ago)` : String(tally.restarts),
    age: age(pod.metadata.creationTimestamp, now),
  };
}

export function podColumns(pod: Pod, now: number): Column[] {
  const row = podStatus(pod, now);
  return columns(
    ['NAME', pod.metadata.name],
    ['READY', row.ready],
    ['STATUS', row.status],
    ['RESTARTS', row.restarts],
    ['AGE', row.age],
  );
}

function phaseReason(pod: Pod): string {
  const gated = pod.status?.conditions?.some(
    (condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
  );
  return gated === true ? 'SchedulingGated' : pod.status?.reason || (pod.status?.phase ?? '');
}

/** Up to the first init container that is not through; whether there is one. */
function tallyInit(pod: Pod, sidecars: ReadonlySet<string>, tally: Tally, ofSidecars: Tally): boolean {
  const total = pod.spec?.initContainers?.length ?? 0;
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const isRestartable = sidecars.has(status.name);
    addRestarts(tally, status);
    if (isRestartable) addRestarts(ofSidecars, status);
    const { terminated, waiting } = status.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (isRestartable && status.started === true) {
      if (status.ready) tally.ready += 1;
      continue;
    }
    if (terminated) tally.reason = `Init:${terminated.reason || endText(terminated)}`;
    else if (waiting?.reason && waiting.reason !== 'PodInitializing') tally.reason = `Init:${waiting.reason}`;
    else tally.reason = `Init:${index}/${total}`;
    return true;
  }
  return false;
}

function tallyMain(pod: Pod, tally: Tally): void {
  let hasRunning = false;
  let error = '';
  for (const status of [...(pod.status?.containerStatuses ?? [])].reverse()) {
    addRestarts(tally, status);
    const { terminated, waiting, running } = status.state ?? {};
    if (waiting?.reason) tally.reason = waiting.reason;
    else if (terminated) {
      tally.reason = terminated.reason || endText(terminated);
      if (terminated.exitCode !== 0) error = tally.reason;
    } else if (status.ready && running) {
      hasRunning = true;
      tally.ready += 1;
    }
  }
  if (tally.reason !== 'Completed') return;
  if (hasRunning && isPodReady(pod)) tally.reason = 'Running';
  else if (error !== '') tally.reason = error;
  else if (hasRunning) tally.reason = 'NotReady';
}

function addRestarts(tally: Tally, status: ContainerStatus): void {
  tally.restarts += status.restartCount;
  const finished = virtualMsOf(status.lastState?.terminated?.finishedAt);
  if (finished !== undefined) tally.lastRestart = Math.max(tally.lastRestart ?? finished, finished);
}

function endText(terminated: { readonly signal?: number; readonly exitCode: number }): string {
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

function deletionReason(pod: Pod): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  return isPodTerminal(pod) ? undefined : 'Terminating';
}
