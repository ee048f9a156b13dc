import type { Container, ContainerRestartRule, ContainerStatus, PodSpec, PodStatus } from '../../kubernetes/api.ts';
import { isSidecar } from '../../kubernetes/pod-resources.ts';

export type PodPhase = NonNullable<PodStatus['phase']>;

/**
 * Whether a container that ended with this code is to be started again: its own rules and policy, else the pod's.
 * Source: pkg/api/v1/pod/util.go (ContainerShouldRestart)
 */
export function shouldRestart(container: Container, spec: PodSpec, exitCode: number): boolean {
  if (container.restartPolicy !== undefined) {
    if (container.restartPolicyRules?.some((rule) => matchesRule(rule, exitCode))) return true;
    return followsPolicy(container.restartPolicy, exitCode);
  }
  return followsPolicy(spec.restartPolicy ?? 'Always', exitCode);
}

function followsPolicy(policy: string, exitCode: number): boolean {
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

function matchesRule(rule: ContainerRestartRule, exitCode: number): boolean {
  const { operator, values = [] } = rule.exitCodes ?? { operator: '' };
  if (operator === 'In') return values.includes(exitCode);
  return operator === 'NotIn' && !values.includes(exitCode);
}

interface Counts {
  pendingInit: number;
  pendingSidecars: number;
  failedForGood: number;
  unknown: number;
  running: number;
  waiting: number;
  stopped: number;
  stoppedForGood: number;
  succeeded: number;
}

/**
 * The phase that follows from the containers' statuses. `ended`: the kubelet has finished stopping the pod. `initialized`: a
 * main container has started before, so that a sidecar's restart does not make the pod pending again.
 * Source: pkg/kubelet/kubelet_pods.go (getPhase)
 */
export function phaseOf(spec: PodSpec, statuses: readonly ContainerStatus[], ended: boolean, initialized: boolean): PodPhase {
  const counts = count(spec, new Map(statuses.map((status) => [status.name, status])));
  const { stopped, succeeded, running, unknown } = counts;
  if (counts.failedForGood > 0) return 'Failed';
  if (counts.pendingInit > 0 || (counts.pendingSidecars > 0 && !initialized) || counts.waiting > 0) return 'Pending';
  if (running > 0 && unknown === 0) return 'Running';
  if (running > 0 || stopped === 0 || unknown > 0) return 'Pending';
  if (!ended && stopped !== counts.stoppedForGood) return 'Running';
  return stopped === succeeded ? 'Succeeded' : 'Failed';
}

function count(spec: PodSpec, statuses: ReadonlyMap<string, ContainerStatus>): Counts {
  const counts: Counts = {
    pendingInit: 0,
    pendingSidecars: 0,
    failedForGood: 0,
    unknown: 0,
    running: 0,
    waiting: 0,
    stopped: 0,
    stoppedForGood: 0,
    succeeded: 0,
  };
  for (const container of spec.initContainers ?? []) {
    const status = statuses.get(container.name);
    if (isSidecar(container)) countSidecar(status, counts);
    else countInit(container, spec, status, counts);
  }
  for (const container of spec.containers) countMain(container, spec, statuses.get(container.name), counts);
  return counts;
}

function countInit(container: Container, spec: PodSpec, status: ContainerStatus | undefined, counts: Counts): void {
  const exitCode = endedWith(status);
  if (exitCode === undefined || status?.state?.running) counts.pendingInit += 1;
  else if (exitCode !== 0 && !shouldRestart(container, spec, exitCode)) counts.failedForGood += 1;
}

/** The code with which a container has ended that does not run now: it is terminated, or waits to be started again. */
function endedWith(status: ContainerStatus | undefined): number | undefined {
  return status?.state?.terminated?.exitCode ?? (status?.state?.waiting ? status.lastState?.terminated?.exitCode : undefined);
}

function countSidecar(status: ContainerStatus | undefined, counts: Counts): void {
  if (!status) counts.unknown += 1;
  else if (status.state?.running) {
    if (status.started !== true) counts.pendingSidecars += 1;
    counts.running += 1;
  } else if (endedWith(status) === undefined) {
    counts.pendingSidecars += 1;
    counts.waiting += 1;
  }
}

function countMain(container: Container, spec: PodSpec, status: ContainerStatus | undefined, counts: Counts): void {
  if (!status) {
    counts.unknown += 1;
    return;
  }
  if (status.state?.running) {
    counts.running += 1;
    return;
  }
  const exitCode = endedWith(status);
  if (exitCode === undefined) {
    counts.waiting += 1;
    return;
  }
  counts.stopped += 1;
  if (!shouldRestart(container, spec, exitCode)) counts.stoppedForGood += 1;
  if (status.state?.terminated?.exitCode === 0) counts.succeeded += 1;
}
