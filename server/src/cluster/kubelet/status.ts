import type { Container, ContainerState, ContainerStateTerminated, ContainerStatus, PodStatus } from '../../kubernetes/api.ts';
import { qosClassOf } from '../../kubernetes/pod-resources.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import { timestampAt } from '../../kubernetes/time.ts';
import { podConditions } from './conditions.ts';
import { parseImageName } from './images.ts';
import { type PodPhase, phaseOf } from './phase.ts';
import { type ContainerRuntime, isRunning, type Termination } from './runtime.ts';
import { internalIP } from './sandbox.ts';
import { mainStarted } from './start.ts';
import { deadlineMessage } from './sync.ts';
import { type Sync, specOf } from './sync-context.ts';

/**
 * A pod's status as its kubelet reports it.
 * Source: pkg/kubelet/kubelet_pods.go (generateAPIPodStatus, convertToAPIContainerStatuses),
 * pkg/kubelet/status/status_manager.go (mergePodStatus, TerminatePod)
 */
export function statusOf(sync: Sync, timestamp: string): PodStatus {
  const { pod, spec, runtime } = sync;
  const before = pod.status ?? {};
  const common: PodStatus = {
    ...before,
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    qosClass: before.qosClass ?? qosClassOf(spec),
    startTime: before.startTime ?? timestampAt(runtime.acceptedAt),
  };
  if (runtime.rejected) {
    const { reason, message } = runtime.rejected;
    return { ...common, phase: 'Failed', reason, message: `Pod was rejected: ${message}` };
  }
  const init = runtime.containers
    .filter((container) => container.role !== 'main')
    .map((container) => containerStatus(sync, container));
  const main = runtime.containers
    .filter((container) => container.role === 'main')
    .map((container) => containerStatus(sync, container));
  const statuses = [...init, ...main];
  const phase = podPhase(sync, statuses);
  const failure =
    runtime.kill?.cause === 'deadline' && phase === 'Failed' ? { reason: 'DeadlineExceeded', message: deadlineMessage } : {};
  const sandboxReady = runtime.sandbox?.ready === true;
  const facts = { phase, statuses, sandboxReady, hadSandbox: runtime.sandbox !== undefined && runtime.sandbox.ip !== '' };
  return {
    ...common,
    ...addresses(sync),
    phase,
    ...failure,
    conditions: podConditions(pod, spec, facts, timestamp),
    ...(init.length > 0 ? { initContainerStatuses: init } : {}),
    containerStatuses: [...main].sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function addresses(sync: Sync): Partial<PodStatus> {
  const hostIP = internalIP(sync.node);
  const podIP = sync.spec.hostNetwork === true ? hostIP : (sync.runtime.sandbox?.ip ?? '');
  return {
    ...(hostIP === '' ? {} : { hostIP, hostIPs: [{ ip: hostIP }] }),
    ...(podIP === '' ? {} : { podIP, podIPs: [{ ip: podIP }] }),
  };
}

/** A terminal phase is for good, and waits until nothing runs; whatever was stopped before its end has failed. */
function podPhase(sync: Sync, statuses: readonly ContainerStatus[]): PodPhase {
  const { pod, spec, runtime } = sync;
  const old = pod.status?.phase ?? 'Pending';
  if (isPodTerminal(pod)) return old;
  const ended = runtime.finished === true;
  const phase = phaseOf(spec, statuses, ended, mainStarted(sync));
  const terminal = phase === 'Succeeded' || phase === 'Failed';
  if (!ended) return terminal && runtime.containers.some(isRunning) ? old : phase;
  return runtime.kill?.cause === 'deadline' || !terminal ? 'Failed' : phase;
}

function containerStatus(sync: Sync, container: ContainerRuntime): ContainerStatus {
  const spec = specOf(sync, container);
  const ran = container.runs > 0;
  const parsed = parseImageName(ran ? container.image : (spec.image ?? ''));
  const state = stateOf(sync, container);
  const last = state.terminated ? container.last : (container.terminated ?? container.last);
  return {
    name: container.name,
    image: ran && parsed.ok ? parsed.full : (spec.image ?? ''),
    imageID: ran && parsed.ok ? parsed.id : '',
    ...(ran ? { containerID: container.id, ...resources(spec) } : {}),
    ready: container.role === 'init' ? state.terminated?.exitCode === 0 : container.ready,
    started: state.running !== undefined && container.startupAt !== undefined,
    restartCount: Math.max(0, container.runs - 1),
    state,
    lastState: last ? { terminated: terminatedState(last) } : {},
    ...volumeMounts(spec),
  };
}

function resources(spec: Container): Partial<ContainerStatus> {
  const requests = spec.resources?.requests;
  return { resources: spec.resources ?? {}, ...(requests ? { allocatedResources: requests } : {}) };
}

function volumeMounts(spec: Container): Partial<ContainerStatus> {
  if (!spec.volumeMounts?.length) return {};
  return {
    volumeMounts: spec.volumeMounts.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly === true ? { readOnly, recursiveReadOnly: 'Disabled' as const } : {}),
    })),
  };
}

function stateOf(sync: Sync, container: ContainerRuntime): ContainerState {
  if (container.phase === 'running') return { running: { startedAt: timestampAt(container.startedAt ?? 0) } };
  if (container.phase === 'waiting' && !sync.runtime.finished) {
    return {
      waiting: { reason: container.reason ?? '', ...(container.message === undefined ? {} : { message: container.message }) },
    };
  }
  if (container.terminated) return { terminated: terminatedState(container.terminated) };
  if (sync.runtime.finished && wasDue(sync, container)) return { terminated: lost };
  return { waiting: { reason: sync.spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating' } };
}

/** What a kubelet reports at a pod's end for a container that never ran although its turn had come. */
const lost: ContainerStateTerminated = {
  exitCode: 137,
  reason: 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was terminated',
};

function wasDue(sync: Sync, container: ContainerRuntime): boolean {
  const { containers } = sync.runtime;
  const init = containers.filter((other) => other.role !== 'main');
  if (container.role !== 'main') {
    const started = init.map((other) => other.runs > 0).lastIndexOf(true);
    return init.indexOf(container) <= Math.max(0, started);
  }
  const last = init.at(-1);
  return last === undefined || mainStarted(sync) || last.terminated?.exitCode === 0;
}

function terminatedState(termination: Termination): ContainerStateTerminated {
  return {
    exitCode: termination.exitCode,
    reason: termination.reason,
    startedAt: timestampAt(termination.startedAt),
    finishedAt: timestampAt(termination.finishedAt),
    containerID: termination.id,
  };
}
