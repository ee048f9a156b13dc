import { admit } from '../../server/src/cluster/kubelet/admission.ts';
import { podConditions } from '../../server/src/cluster/kubelet/conditions.ts';
import { parseImageName } from '../../server/src/cluster/kubelet/images.ts';
import { NodeUsage } from '../../server/src/cluster/kubelet/node-usage.ts';
import { phaseOf } from '../../server/src/cluster/kubelet/phase.ts';
import { type ContainerRuntime, newRuntime } from '../../server/src/cluster/kubelet/runtime.ts';
import { endWait, nextToStart, reportCrashLoop, scheduleRestart } from '../../server/src/cluster/kubelet/start.ts';
import { exit, killForProbe } from '../../server/src/cluster/kubelet/stop.ts';
import { isOver } from '../../server/src/cluster/kubelet/sync.ts';
import type { Sync } from '../../server/src/cluster/kubelet/sync-context.ts';
import type { ContainerStatus, Node, Pod, PodCondition } from '../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { comparison } from './functions-comparison.ts';

interface PodReport {
  readonly pod: Pod;
  readonly statuses: readonly ContainerStatus[];
  readonly ended: boolean;
  readonly initialized: boolean;
  readonly sandbox: 'none' | 'lost' | 'ready';
}

interface ContainerFact {
  readonly isRunning: boolean;
  readonly exitCode: number;
  readonly startup?: 'success' | 'failure';
  readonly liveness?: 'success' | 'failure';
}

interface PodLook {
  readonly pod: Pod;
  readonly containers: Readonly<Record<string, ContainerFact>>;
}

interface PodActions {
  readonly killPod: boolean;
  readonly kill: Readonly<Record<string, string>>;
  readonly start: readonly string[];
}

interface Admission {
  readonly pod: Pod;
  readonly node: Node;
  readonly pods?: readonly Pod[];
}

interface ImageName {
  readonly name?: string;
  readonly error?: string;
}

export const kubeletComparisons = [
  comparison('pod-status', 'phase and conditions of pods', podStatus),
  comparison('pod-actions', 'which containers a kubelet starts and kills', podActions, isKnownAction),
  comparison('back-off', 'back-off of containers that end again and again', backOff),
  comparison('image-names', 'names of images', imageName),
  comparison('admission', 'pods that a kubelet refuses', admission),
];

const recordedConditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady'];

function podStatus({ pod, statuses, ended, initialized, sandbox }: PodReport): unknown {
  const spec = specOfPod(pod);
  const phase = phaseOf(spec, statuses, ended, initialized);
  const facts = { phase, statuses, sandboxReady: sandbox === 'ready', hadSandbox: sandbox !== 'none' };
  const conditions = podConditions(pod, spec, facts, '2026-01-01T00:00:00Z');
  const found = recordedConditions.map((type) => conditions.find((condition) => condition.type === type));
  return { phase, conditions: found.map((condition) => condition && withoutTimes(condition)) };
}

function withoutTimes(condition: PodCondition): unknown {
  const { type, status, reason, message, observedGeneration } = condition;
  return {
    type,
    status,
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    observedGeneration,
    lastProbeTime: null,
    lastTransitionTime: null,
  };
}

/** Lets happen what the question says has happened, and then starts container after container. */
function podActions({ pod, containers }: PodLook): PodActions {
  const sync = syncOf(pod);
  for (const container of sync.runtime.containers) {
    const fact = containers[container.name];
    if (fact) bringTo(sync, container, fact);
  }
  if (isOver(sync)) return { killPod: true, kill: killed(sync), start: [] };
  const start: string[] = [];
  for (let next = nextToStart(sync); next; next = nextToStart(sync)) {
    start.push(next.name);
    Object.assign(next, { phase: 'running', runs: next.runs + 1 } satisfies Partial<ContainerRuntime>);
  }
  return { killPod: false, kill: killed(sync), start };
}

/** Of a sidecar whose liveness probe fails before what follows it was made, and of rules that bring back what a probe killed. */
function isKnownAction({ pod, containers }: PodLook, { kill }: PodActions): boolean {
  const { initContainers = [], containers: main } = specOfPod(pod);
  const last = initContainers.findLast(({ name }) => containers[name] !== undefined);
  if (last && containers[last.name]?.liveness === 'failure' && main.every(({ name }) => !containers[name])) return true;
  return main.some(({ name, restartPolicyRules }) => kill[name] !== undefined && restartPolicyRules !== undefined);
}

function bringTo(sync: Sync, container: ContainerRuntime, { isRunning: runs, exitCode, startup, liveness }: ContainerFact): void {
  const spec = [...(sync.spec.initContainers ?? []), ...sync.spec.containers].find(({ name }) => name === container.name);
  Object.assign(container, { phase: 'running', runs: 1, image: spec?.image ?? '', startedAt: 0, seenAt: 0 });
  if (spec?.startupProbe === undefined || startup === 'success') container.startupAt = 0;
  if (!runs) exit(sync, container, exitCode);
  const failed = startup === 'failure' ? 'startup' : liveness === 'failure' ? 'liveness' : undefined;
  if (failed === undefined) return;
  killForProbe(sync, container, failed);
  exit(sync, container, 137);
}

function killed({ events }: Sync): Record<string, string> {
  const messages = events.filter(({ reason }) => reason === 'Killing').map(({ message }) => message);
  return Object.fromEntries(messages.map((message) => [/ontainer (\S+)/.exec(message)?.[1] ?? '', message]));
}

function backOff({ runs }: { readonly runs: readonly number[] }): unknown {
  const sync = syncOf({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'p', namespace: 'default', uid: 'u' },
    spec: { containers: [{ name: 'c', image: 'web:1' }] },
  });
  const waits: number[] = [];
  const messages: string[] = [];
  let now = 0;
  for (const run of runs) {
    const ended = (now += run);
    const [container] = sync.runtime.containers as [ContainerRuntime];
    const terminated = { id: '', exitCode: 1, reason: 'Error', startedAt: ended - run, finishedAt: ended };
    Object.assign(container, { phase: 'exited', terminated, message: undefined } satisfies Partial<ContainerRuntime>);
    scheduleRestart(container, now, false);
    if (container.phase === 'exited') {
      reportCrashLoop({ ...sync, now: container.due ?? now }, container);
      now = container.due ?? now;
      messages.push(container.message ?? '');
      endWait({ ...sync, now }, container);
    } else messages.push('');
    waits.push(now - ended);
  }
  return { waits, messages };
}

/** Kubernetes pulls by the name as written with a tag; we go by the full name at once. */
function imageName(image: string, theirs: ImageName): ImageName {
  const ours = parseImageName(image);
  if (!ours.ok) return { error: ours.error };
  const full = theirs.name === undefined ? undefined : parseImageName(theirs.name);
  return full?.ok && full.full === ours.full ? theirs : { name: ours.full };
}

function admission({ pod, node, pods = [] }: Admission): unknown {
  const usage = new NodeUsage();
  for (const each of [...pods, pod]) usage.note(each as KubernetesObject, undefined);
  return admit(specOfPod(pod), node, usage) ?? {};
}

function syncOf(pod: Pod): Sync {
  const spec = specOfPod(pod);
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } } as Node;
  const runtime = newRuntime(pod, spec, 0);
  return {
    pod,
    spec,
    node,
    usage: new NodeUsage(),
    missing: { environment: {} },
    images: [],
    memory: undefined,
    now: 0,
    runtime,
    events: [],
    nodeChanged: false,
    report: false,
  };
}

function specOfPod({ spec }: Pod): NonNullable<Pod['spec']> {
  return spec ?? { containers: [] };
}
