import type { ContainerStatus, Pod, PodCondition, PodSpec } from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/pod-resources.ts';
import type { PodPhase } from './phase.ts';

/**
 * The five conditions of a pod that its kubelet owns, in the kubelet's order, after those that others own.
 * Source: pkg/kubelet/status/generate.go, pkg/kubelet/kubelet_pods.go (generateAPIPodStatus)
 */
export interface ConditionFacts {
  readonly phase: PodPhase;
  readonly statuses: readonly ContainerStatus[];
  /** The sandbox exists, and with it the pod's network. */
  readonly sandboxReady: boolean;
  /** The sandbox existed before. */
  readonly hadSandbox: boolean;
}

type Verdict = Pick<PodCondition, 'status' | 'reason' | 'message'>;

const yes: Verdict = { status: 'True' };
const kubeletOwned = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']);

export function podConditions(pod: Pod, spec: PodSpec, facts: ConditionFacts, timestamp: string): PodCondition[] {
  const before = pod.status?.conditions ?? [];
  const foreign = before.filter((condition) => !kubeletOwned.has(condition.type));
  const byName = new Map(facts.statuses.map((status) => [status.name, status]));
  const containersReady = containersReadyVerdict(spec, byName, facts.phase);
  const own: [string, Verdict][] = [
    ['PodReadyToStartContainers', sandboxVerdict(facts)],
    ['Initialized', initializedVerdict(spec, byName, facts, before)],
    ['Ready', containersReady.status === 'True' ? gatesVerdict(spec, foreign) : containersReady],
    ['ContainersReady', containersReady],
    ['PodScheduled', yes],
  ];
  return [...foreign, ...own.map(([type, verdict]) => conditionOf(type, verdict, pod, before, timestamp))];
}

/** What does not change stays the same object, so that it is quickly known to be equal. */
function conditionOf(type: string, verdict: Verdict, pod: Pod, before: readonly PodCondition[], timestamp: string): PodCondition {
  const previous = before.find((condition) => condition.type === type);
  const isSame =
    previous?.status === verdict.status &&
    previous.reason === verdict.reason &&
    previous.message === verdict.message &&
    previous.observedGeneration === pod.metadata.generation;
  if (isSame && previous.lastTransitionTime !== undefined) return previous;
  return {
    type,
    status: verdict.status,
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
    ...(verdict.message === undefined ? {} : { message: verdict.message }),
    lastTransitionTime: previous?.status === verdict.status ? previous.lastTransitionTime : timestamp,
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
  };
}

function sandboxVerdict({ sandboxReady, hadSandbox }: ConditionFacts): Verdict {
  if (sandboxReady) return yes;
  return {
    status: 'False',
    reason: 'PodSandboxNotReady',
    message: hadSandbox ? 'pod sandbox is not ready' : 'no pod sandbox exists',
  };
}

function initializedVerdict(
  spec: PodSpec,
  byName: ReadonlyMap<string, ContainerStatus>,
  { phase }: ConditionFacts,
  before: readonly PodCondition[],
): Verdict {
  const init = spec.initContainers ?? [];
  const unknown = init.filter((container) => !byName.has(container.name));
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'True', reason: 'PodCompleted' };
  const started = spec.containers.some((container) => hasStarted(byName.get(container.name)));
  if (started || before.some((condition) => condition.type === 'Initialized' && condition.status === 'True')) return yes;
  const incomplete = init.filter((container) => {
    const status = byName.get(container.name);
    return status && !(isSidecar(container) ? status.started === true : status.ready);
  });
  const message = [listed('containers with unknown status', unknown), listed('containers with incomplete status', incomplete)]
    .filter(Boolean)
    .join(', ');
  return message === '' ? yes : { status: 'False', reason: 'ContainersNotInitialized', message };
}

function hasStarted(status: ContainerStatus | undefined): boolean {
  return Boolean(status?.state?.running ?? status?.state?.terminated);
}

function listed(title: string, containers: readonly { readonly name: string }[]): string {
  return containers.length === 0 ? '' : `${title}: [${containers.map(({ name }) => name).join(' ')}]`;
}

function containersReadyVerdict(spec: PodSpec, byName: ReadonlyMap<string, ContainerStatus>, phase: PodPhase): Verdict {
  const counted = [...(spec.initContainers ?? []).filter(isSidecar), ...spec.containers];
  const unknown = counted.filter((container) => !byName.has(container.name));
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = counted.filter((container) => byName.get(container.name)?.ready === false);
  const message = [listed('containers with unknown status', unknown), listed('containers with unready status', unready)]
    .filter(Boolean)
    .join(', ');
  return message === '' ? yes : { status: 'False', reason: 'ContainersNotReady', message };
}

function gatesVerdict(spec: PodSpec, conditions: readonly PodCondition[]): Verdict {
  const messages = (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = conditions.find(({ type }) => type === conditionType);
    if (!condition) return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (condition.status === 'True') return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
  return messages.length === 0 ? yes : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}
