import type { Container, Pod, PodSpec } from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/pod-resources.ts';
import type { VirtualMs } from '../engine/types.ts';

/**
 * What a kubelet knows about the containers of one pod: its private memory, the counterpart of the container runtime's
 * state and of the kubelet's own caches (back-offs, probe results). Stored values are never written to; {@link copyRuntime}
 * makes the copy that a sync works on.
 */
export interface PodRuntime {
  /** A pod of the same name with another uid is another pod. */
  readonly uid: string;
  /** When the kubelet accepted the pod: status.startTime. */
  readonly acceptedAt: VirtualMs;
  /** Refused at admission; nothing was or will be started. */
  rejected?: Refusal;
  /** Volumes cannot be mounted since `since`, for this reason. */
  mount?: { readonly since: VirtualMs; readonly problem: string };
  /** Volumes are mounted and the probe workers tick from here. */
  workersAt?: VirtualMs;
  sandbox?: Sandbox;
  /** Init containers first, then main ones, in the order of the spec. */
  containers: ContainerRuntime[];
  /** All containers are being stopped for good. */
  kill?: PodKill;
  /** All has stopped, nothing will start any more. */
  finished?: boolean;
}

export interface Refusal {
  readonly reason: string;
  readonly message: string;
}

export interface Sandbox {
  readonly readyAt: VirtualMs;
  readonly ip: string;
  readonly ready: boolean;
}

export interface PodKill {
  readonly cause: 'deleted' | 'deadline' | 'completed';
  readonly since: VirtualMs;
  readonly graceSeconds: number;
}

/**
 * - `idle`: to be started as soon as its turn comes
 * - `waiting`: could not be started, for `reason`; comes back at `due`
 * - `pulling`, `creating`, `hook`: being started (`hook` is postStart); the pod's worker is busy with it until `due`
 * - `running`
 * - `exited`: `terminated` says how; if it restarts, then at `retryAt`
 */
export type ContainerPhase = 'idle' | 'waiting' | 'pulling' | 'creating' | 'hook' | 'running' | 'exited';

export type ContainerRole = 'init' | 'sidecar' | 'main';

export interface ContainerRuntime {
  readonly name: string;
  readonly role: ContainerRole;
  phase: ContainerPhase;
  reason?: string;
  message?: string;
  due?: VirtualMs;
  /** `from` when the image was asked for, `begun` when its turn in the node's queue comes. */
  pull?: { readonly from: VirtualMs; readonly begun: VirtualMs; readonly error?: string };
  pullFailures: number;
  /** When its configuration could not be made. */
  failedAt?: VirtualMs;
  /** How often it was started; the restart count is one less. */
  runs: number;
  /** The container ID of the last run. */
  id: string;
  /** The image of the last run, as the spec named it. */
  image: string;
  startedAt?: VirtualMs;
  /** When the kubelet first reported this run; probing starts only then. */
  seenAt?: VirtualMs;
  /** When the startup probe let it pass, or `seenAt` without one. */
  startupAt?: VirtualMs;
  ready: boolean;
  /** When the readiness probe of this run last turned from success to failure. */
  unreadyAt?: VirtualMs;
  /** Probes whose first failure in this run was told. */
  told: readonly ProbeType[];
  /** When the process ends, if it is known. */
  exitAt?: VirtualMs;
  exitCode: number;
  exitReason?: string;
  stop?: ContainerStop;
  terminated?: Termination;
  last?: Termination;
  retryAt?: VirtualMs;
  backoff?: { readonly ms: number; readonly updatedAt: VirtualMs };
}

export type ProbeType = 'startup' | 'readiness' | 'liveness';

export interface ContainerStop {
  readonly cause: 'pod' | 'startup' | 'liveness' | 'changed';
  readonly since: VirtualMs;
  readonly graceSeconds: number;
  /** When preStop is over. */
  readonly preStopEnd: VirtualMs;
  /** SIGTERM was sent at; absent while it waits for its turn. */
  readonly termAt?: VirtualMs;
}

export interface Termination {
  readonly id: string;
  readonly exitCode: number;
  readonly reason: string;
  readonly startedAt: VirtualMs;
  readonly finishedAt: VirtualMs;
}

export function newRuntime(pod: Pod, spec: PodSpec, now: VirtualMs): PodRuntime {
  const init = (spec.initContainers ?? []).map((container) =>
    newContainer(container.name, isSidecar(container) ? 'sidecar' : 'init'),
  );
  const main = spec.containers.map((container) => newContainer(container.name, 'main'));
  return {
    uid: pod.metadata.uid ?? '',
    acceptedAt: now,
    rejected: undefined,
    mount: undefined,
    workersAt: undefined,
    sandbox: undefined,
    containers: [...init, ...main],
    kill: undefined,
    finished: undefined,
  };
}

/** With every property from the start, so that all entries have one shape: it makes copies cheap. */
function newContainer(name: string, role: ContainerRole): ContainerRuntime {
  return {
    name,
    role,
    phase: 'idle',
    reason: undefined,
    message: undefined,
    due: undefined,
    pull: undefined,
    pullFailures: 0,
    failedAt: undefined,
    runs: 0,
    id: '',
    image: '',
    startedAt: undefined,
    seenAt: undefined,
    startupAt: undefined,
    ready: false,
    unreadyAt: undefined,
    told: [],
    exitAt: undefined,
    exitCode: 0,
    exitReason: undefined,
    stop: undefined,
    terminated: undefined,
    last: undefined,
    retryAt: undefined,
    backoff: undefined,
  };
}

export function copyRuntime(runtime: PodRuntime): PodRuntime {
  return { ...runtime, containers: runtime.containers.map((container) => ({ ...container })) };
}

export function isRuntime(memory: unknown): memory is PodRuntime {
  return typeof memory === 'object' && memory !== null && 'acceptedAt' in memory && 'containers' in memory;
}

/** The pod's worker does one thing at a time; while it starts or stops one container it reports no status. */
export function isBusy(container: ContainerRuntime): boolean {
  return (
    container.phase === 'pulling' ||
    container.phase === 'creating' ||
    container.phase === 'hook' ||
    (container.phase === 'running' && container.stop !== undefined && container.stop.cause !== 'pod')
  );
}

export function isRunning(container: ContainerRuntime): boolean {
  return container.phase === 'running' || container.phase === 'hook';
}

/**
 * Lets a container's process end now with this exit code. Returns the memory with which the kubelet has to be called again
 * for the pod; undefined when no such container runs.
 */
export function crashContainer(
  memory: unknown,
  container: string,
  exitCode: number,
  now: VirtualMs,
  reason?: string,
): PodRuntime | undefined {
  if (!isRuntime(memory)) return undefined;
  const crashed = memory.containers.find((candidate) => candidate.name === container);
  if (!crashed || !isRunning(crashed)) return undefined;
  const ended: ContainerRuntime = { ...crashed, exitAt: now, exitCode, ...(reason === undefined ? {} : { exitReason: reason }) };
  return { ...memory, containers: memory.containers.map((candidate) => (candidate === crashed ? ended : candidate)) };
}

/** The container of the spec that a runtime entry stands for. */
export function containerSpec(spec: PodSpec, container: ContainerRuntime): Container {
  const list = container.role === 'main' ? spec.containers : (spec.initContainers ?? []);
  return list.find((candidate) => candidate.name === container.name) ?? { name: container.name };
}
