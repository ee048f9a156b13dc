import type { VirtualMs } from '../engine/types.ts';
import { hookMs } from './behavior.ts';
import { hexDigest, isPresent, parseImageName, schedulePull, withImage, withPull } from './images.ts';
import { type ContainerRuntime, isBusy } from './runtime.ts';
import { behavior, emit, goDuration, podText, type Sync, specOf } from './sync-context.ts';

/**
 * Starting containers: init containers one by one, sidecars among them, then main containers in order; each waits until
 * the one before it has its image, was created and has run its postStart hook.
 *
 * Source: pkg/kubelet/kuberuntime (computePodActions, computeInitContainerActions, startContainer, doBackOff),
 * pkg/kubelet/images/image_manager.go
 */

const firstBackoff: VirtualMs = 10_000;
const maxBackoff: VirtualMs = 300_000;
/** Until the next look at the pod, which finds the back-off and reports it. */
const relist: VirtualMs = 1000;
/** Between two tries to start a container that failed for its configuration. */
const retryPeriod: VirtualMs = 10_000;

/** Starts what is to be started, until the pod's worker is busy or nothing is left. */
export function startContainers(sync: Sync): void {
  while (!sync.runtime.containers.some(isBusy)) {
    const next = nextToStart(sync);
    if (!next) return;
    begin(sync, next);
  }
}

/**
 * What is to be started now. The last init container that was ever made says how far initialisation is; of those before it
 * only sidecars matter, which are started again and hold up nothing.
 */
export function nextToStart(sync: Sync): ContainerRuntime | undefined {
  const { containers } = sync.runtime;
  const initialized = mainStarted(sync);
  const furthest = containers.findLastIndex(({ role, runs }) => role !== 'main' && runs > 0);
  for (const [index, container] of containers.entries()) {
    if (container.role === 'main') break;
    const isPassed = initialized || index < furthest;
    if (container.role === 'init' && (isPassed || isComplete(container))) continue;
    if (container.phase === 'idle') return container;
    if (!isPassed && !(container.role === 'sidecar' && container.startupAt !== undefined)) return undefined;
  }
  return containers.find((container) => container.role === 'main' && container.phase === 'idle');
}

export function mainStarted(sync: Sync): boolean {
  return sync.runtime.containers.some((container) => container.role === 'main' && container.runs > 0);
}

export function isComplete(container: ContainerRuntime): boolean {
  return container.phase === 'exited' && container.terminated?.exitCode === 0;
}

function begin(sync: Sync, container: ContainerRuntime): void {
  const spec = specOf(sync, container);
  const image = spec.image ?? '';
  const parsed = parseImageName(image);
  if (!parsed.ok) {
    const message = `Failed to apply default image tag "${image}": ${parsed.error}`;
    emit(sync, 'Warning', 'InspectFailed', message);
    fail(sync, container, 'InvalidImageName', message);
    return;
  }
  const { full } = parsed;
  const policy = spec.imagePullPolicy ?? (full.endsWith(':latest') ? 'Always' : 'IfNotPresent');
  if (policy !== 'Always' && isPresent(sync.node, full)) {
    emit(sync, 'Normal', 'Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`);
    create(sync, container);
  } else if (policy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    emit(sync, 'Warning', 'ErrImageNeverPull', message);
    fail(sync, container, 'ErrImageNeverPull', message);
  } else pull(sync, container, image, full);
}

/** A start that failed, and stays so until something else changes. */
function fail(sync: Sync, container: ContainerRuntime, reason: string, message: string): void {
  emit(sync, 'Warning', 'Failed', `Error: ${reason === 'CreateContainerConfigError' ? message : reason}`);
  wait(container, reason, message, undefined);
}

function wait(container: ContainerRuntime, reason: string, message: string, due: VirtualMs | undefined): void {
  container.phase = 'waiting';
  container.reason = reason;
  container.message = message;
  container.due = due;
}

function pull(sync: Sync, container: ContainerRuntime, image: string, full: string): void {
  const { now } = sync;
  const { pullMs, pullError } = behavior(sync, container);
  emit(sync, 'Normal', 'Pulling', `Pulling image "${image}"`);
  container.phase = 'pulling';
  if (pullError !== undefined) {
    container.pull = { from: now, begun: now, error: pullError };
    container.due = now + Math.max(1, pullMs);
    return;
  }
  const { begun, until, isNew } = schedulePull(sync.node, full, pullMs, now);
  container.pull = { from: now, begun };
  container.due = until;
  if (isNew) {
    sync.node = withPull(sync.node, full, until, now);
    sync.nodeChanged = true;
  }
}

export function finishPull(sync: Sync, container: ContainerRuntime): void {
  const image = specOf(sync, container).image ?? '';
  const asked = container.pull ?? { from: sync.now, begun: sync.now };
  container.pull = undefined;
  if (asked.error !== undefined) {
    container.pullFailures += 1;
    emit(sync, 'Warning', 'Failed', `Failed to pull image "${image}": ${asked.error}`);
    emit(sync, 'Warning', 'Failed', 'Error: ErrImagePull');
    wait(container, 'ErrImagePull', asked.error, sync.now + relist);
    return;
  }
  container.pullFailures = 0;
  const { sizeBytes } = behavior(sync, container);
  const took = `in ${goDuration(sync.now - asked.begun)} (${goDuration(sync.now - asked.from)} including waiting)`;
  emit(sync, 'Normal', 'Pulled', `Successfully pulled image "${image}" ${took}. Image size: ${sizeBytes} bytes.`);
  const parsed = parseImageName(image);
  if (parsed.ok) addImage(sync, parsed.full, parsed.id, sizeBytes);
  create(sync, container);
}

function addImage(sync: Sync, full: string, id: string, sizeBytes: number): void {
  if (isPresent(sync.node, full)) return;
  sync.node = withImage(sync.node, { names: [...new Set([id, full])], sizeBytes });
  sync.nodeChanged = true;
}

function create(sync: Sync, container: ContainerRuntime): void {
  const problem = sync.missing.environment[container.name];
  if (problem !== undefined) {
    fail(sync, container, 'CreateContainerConfigError', problem);
    container.failedAt = sync.now;
    return;
  }
  container.phase = 'creating';
  container.due = sync.now + behavior(sync, container).createMs;
}

/** The runtime has created and started it; the kubelet goes on when postStart is over. */
export function launch(sync: Sync, container: ContainerRuntime): void {
  const { now } = sync;
  const spec = specOf(sync, container);
  const { exitAfterMs, exitCode } = behavior(sync, container);
  emit(sync, 'Normal', 'Created', 'Container created');
  emit(sync, 'Normal', 'Started', 'Container started');
  if (container.terminated) container.last = container.terminated;
  Object.assign(container, {
    runs: container.runs + 1,
    image: spec.image ?? '',
    id: `containerd://${hexDigest(`${sync.pod.metadata.uid ?? ''}/${container.name}/${container.runs}`)}`,
    startedAt: now,
    seenAt: undefined,
    startupAt: undefined,
    ready: false,
    unreadyAt: undefined,
    told: [],
    terminated: undefined,
    reason: undefined,
    message: undefined,
    retryAt: undefined,
    exitAt: exitAfterMs === Infinity ? undefined : now + exitAfterMs,
    exitCode,
    exitReason: undefined,
  } satisfies Partial<ContainerRuntime>);
  const hook = hookMs(spec.lifecycle?.postStart);
  container.phase = hook > 0 ? 'hook' : 'running';
  container.due = hook > 0 ? now + hook : undefined;
}

/** A wait is over, or the back-off is found out about. */
export function endWait(sync: Sync, container: ContainerRuntime): void {
  if (container.reason === 'ErrImagePull') {
    const image = specOf(sync, container).image ?? '';
    const text = `Back-off pulling image "${image}"`;
    emit(sync, 'Normal', 'BackOff', text);
    emit(sync, 'Warning', 'Failed', 'Error: ImagePullBackOff');
    const backoff = Math.min(firstBackoff * 2 ** (container.pullFailures - 1), maxBackoff);
    wait(container, 'ImagePullBackOff', `${text}: ErrImagePull: ${container.message ?? ''}`, sync.now - relist + backoff);
  } else {
    if (container.reason === 'CrashLoopBackOff')
      lengthenBackoff(container, container.terminated?.finishedAt ?? sync.now, sync.now);
    toStart(container);
  }
}

/** A container whose configuration can be made again is tried at the kubelet's next regular look at the pod. */
export function recheckConfig(sync: Sync, container: ContainerRuntime): void {
  if (container.reason !== 'CreateContainerConfigError' || container.due !== undefined) return;
  if (sync.missing.environment[container.name] !== undefined) return;
  const since = container.failedAt ?? sync.now;
  container.due = since + Math.max(1, Math.ceil((sync.now - since) / retryPeriod)) * retryPeriod;
}

function toStart(container: ContainerRuntime): void {
  container.phase = 'idle';
  container.due = undefined;
  container.retryAt = undefined;
}

/**
 * What follows an exit of a container that restarts: at once the first time, else after a back-off since its end. After a kill
 * for a failed probe the kubelet still goes by the end of the run before.
 */
export function scheduleRestart(container: ContainerRuntime, now: VirtualMs, killedForProbe: boolean): void {
  const reference = killedForProbe ? container.last?.finishedAt : now;
  const { backoff } = container;
  if (reference !== undefined && backoff && !expired(backoff.updatedAt, reference) && now - reference < backoff.ms) {
    container.due = now + relist;
    container.retryAt = now + backoff.ms;
    return;
  }
  if (reference !== undefined) lengthenBackoff(container, reference, now);
  toStart(container);
}

function expired(updatedAt: VirtualMs, reference: VirtualMs): boolean {
  return reference - updatedAt > 2 * maxBackoff;
}

function lengthenBackoff(container: ContainerRuntime, reference: VirtualMs, now: VirtualMs): void {
  const { backoff } = container;
  const ms = backoff && !expired(backoff.updatedAt, reference) ? Math.min(backoff.ms * 2, maxBackoff) : firstBackoff;
  container.backoff = { ms, updatedAt: now };
}

/** The kubelet finds an exited container in its back-off. */
export function reportCrashLoop(sync: Sync, container: ContainerRuntime): void {
  const backoff = goDuration(container.backoff?.ms ?? firstBackoff);
  emit(sync, 'Warning', 'BackOff', `Back-off restarting failed container ${container.name} in pod ${podText(sync.pod)}`);
  const message = `back-off ${backoff} restarting failed container=${container.name} pod=${podText(sync.pod)}`;
  wait(container, 'CrashLoopBackOff', message, container.retryAt);
}
