import type { Container, Probe } from '../../kubernetes/api.ts';
import type { VirtualMs } from '../engine/types.ts';
import type { ContainerBehavior } from './behavior.ts';
import type { ContainerRuntime, ProbeType } from './runtime.ts';

/**
 * When probes change something, found by arithmetic on the schedule that the kubelet keeps: a worker per probe that ticks
 * every period. Startup and liveness tick from when the pod's volumes were mounted; readiness is triggered at once when
 * the container counts as started, and then ticks from there. An attempt before initialDelaySeconds, in whole seconds since
 * the start, is left out. Attempts whose outcome changes nothing never happen.
 *
 * Source: pkg/kubelet/prober/worker.go, prober_manager.go
 */

/** From a trigger to its result. */
const probeLatency: VirtualMs = 100;

/** A moment at which a probe changes something. */
export interface ProbeMoment {
  readonly probe: ProbeType;
  readonly at: VirtualMs;
  /** `told` is the first attempt that failed, `failure` the one that reaches the threshold. */
  readonly outcome: 'told' | 'success' | 'failure';
}

interface Schedule {
  readonly first: VirtualMs;
  readonly period: VirtualMs;
}

/** The next moment of each probe of a running container, in no order. */
export function probeMoments(
  container: ContainerRuntime,
  spec: Container,
  behavior: ContainerBehavior,
  workersAt: VirtualMs,
): ProbeMoment[] {
  const { startedAt, seenAt } = container;
  if (startedAt === undefined || seenAt === undefined) return [];
  if (container.startupAt === undefined)
    return spec.startupProbe ? startupMoments(container, spec.startupProbe, behavior, workersAt) : [];
  const moments: ProbeMoment[] = [];
  if (spec.readinessProbe && !container.ready) {
    const schedule = scheduleOf(spec.readinessProbe, container.startupAt + probeLatency, container.startupAt, startedAt);
    const readyFrom = Math.max(behavior.since, startedAt + behavior.readyAfterMs, container.unreadyAt ?? 0);
    moments.push(...readinessMoments(container, spec.readinessProbe, schedule, readyFrom, unreadyFrom(behavior, startedAt)));
  }
  if (spec.readinessProbe && container.ready) {
    const schedule = scheduleOf(spec.readinessProbe, container.startupAt + probeLatency, container.startupAt, startedAt);
    const failsFrom = attemptFrom(schedule, unreadyFrom(behavior, startedAt));
    if (failsFrom !== Infinity) moments.push(...failing('readiness', container, failsFrom, spec.readinessProbe, schedule));
  }
  if (spec.livenessProbe && behavior.unhealthyAfterMs !== Infinity) {
    const schedule = scheduleOf(spec.livenessProbe, workersAt, container.startupAt, startedAt);
    const failsFrom = attemptFrom(schedule, Math.max(behavior.since, startedAt + behavior.unhealthyAfterMs));
    moments.push(...failing('liveness', container, failsFrom, spec.livenessProbe, schedule));
  }
  return moments;
}

function startupMoments(
  container: ContainerRuntime,
  probe: Probe,
  behavior: ContainerBehavior,
  workersAt: VirtualMs,
): ProbeMoment[] {
  const { startedAt = 0, seenAt = 0 } = container;
  const schedule = scheduleOf(probe, workersAt, seenAt, startedAt);
  const success = attemptFrom(schedule, startedAt + behavior.readyAfterMs);
  const failure = schedule.first + (failureThreshold(probe) - 1) * schedule.period;
  if (success === schedule.first) return [{ probe: 'startup', at: success, outcome: 'success' }];
  const moments = failing('startup', container, schedule.first, probe, schedule);
  if (success > failure) return moments;
  return [...moments.filter((moment) => moment.outcome === 'told'), { probe: 'startup', at: success, outcome: 'success' }];
}

function readinessMoments(
  container: ContainerRuntime,
  probe: Probe,
  schedule: Schedule,
  readyFrom: VirtualMs,
  unreadyFrom: VirtualMs,
): ProbeMoment[] {
  const moments: ProbeMoment[] = [];
  const first = attemptFrom(schedule, readyFrom);
  const success = first < unreadyFrom ? first : Infinity;
  if (success > schedule.first && !container.told.includes('readiness')) {
    moments.push({ probe: 'readiness', at: schedule.first, outcome: 'told' });
  }
  if (success !== Infinity) {
    moments.push({ probe: 'readiness', at: success + ((probe.successThreshold ?? 1) - 1) * schedule.period, outcome: 'success' });
  }
  return moments;
}

/** When a readiness probe that has succeeded begins to fail. */
function unreadyFrom({ since, readyAfterMs, unreadyAfterMs }: ContainerBehavior, startedAt: VirtualMs): VirtualMs {
  // An image that is never ready has been ready only if it once behaved otherwise.
  return readyAfterMs === Infinity ? since : Math.max(since, startedAt + unreadyAfterMs);
}

function failing(type: ProbeType, container: ContainerRuntime, from: VirtualMs, probe: Probe, schedule: Schedule): ProbeMoment[] {
  const moments: ProbeMoment[] = [];
  const failure = from + (failureThreshold(probe) - 1) * schedule.period;
  if (failure > from && !container.told.includes(type)) moments.push({ probe: type, at: from, outcome: 'told' });
  moments.push({ probe: type, at: failure, outcome: 'failure' });
  return moments;
}

function failureThreshold(probe: Probe): number {
  return probe.failureThreshold ?? 3;
}

/** The first attempt on the grid `anchor + k × period` that is not before `from` and not within the initial delay. */
function scheduleOf(probe: Probe, anchor: VirtualMs, from: VirtualMs, startedAt: VirtualMs): Schedule {
  const period = (probe.periodSeconds ?? 10) * 1000;
  // status.startedAt has whole seconds, and the delay is compared with whole seconds since then.
  const delayed = Math.floor(startedAt / 1000) * 1000 + (probe.initialDelaySeconds ?? 0) * 1000;
  return { first: attemptFrom({ first: anchor, period }, Math.max(from, delayed)), period };
}

/** The first attempt at or after a moment. */
function attemptFrom(schedule: Schedule, from: VirtualMs): VirtualMs {
  if (from === Infinity) return Infinity;
  return schedule.first + Math.max(0, Math.ceil((from - schedule.first) / schedule.period)) * schedule.period;
}

/** What the kubelet's event says about a failed attempt, to the letter where it does not come from the process. */
export function probeFailureMessage(type: ProbeType, container: Container, podIP: string): string {
  const probe = { startup: container.startupProbe, readiness: container.readinessProbe, liveness: container.livenessProbe }[type];
  const title = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' }[type];
  return `${title} probe failed: ${probe ? failureOutput(type, probe, container, podIP) : ''}`;
}

function failureOutput(type: ProbeType, probe: Probe, container: Container, podIP: string): string {
  if (probe.httpGet) {
    if (type === 'liveness') return 'HTTP probe failed with statuscode: 500';
    const address = `${probe.httpGet.host ?? podIP}:${portNumber(probe.httpGet.port, container)}`;
    const path = probe.httpGet.path ?? '/';
    const scheme = (probe.httpGet.scheme ?? 'HTTP').toLowerCase();
    return `Get "${scheme}://${address}${path.startsWith('/') ? path : `/${path}`}": dial tcp ${address}: connect: connection refused`;
  }
  if (probe.tcpSocket) {
    return `dial tcp ${probe.tcpSocket.host ?? podIP}:${portNumber(probe.tcpSocket.port, container)}: connect: connection refused`;
  }
  if (probe.grpc) {
    const timeout = `${probe.timeoutSeconds ?? 1}s`;
    return `timeout: failed to connect service "${podIP}:${probe.grpc.port}" within ${timeout}: context deadline exceeded`;
  }
  return '';
}

function portNumber(port: number | string, container: Container): number | string {
  if (typeof port === 'number') return port;
  return container.ports?.find((candidate) => candidate.name === port)?.containerPort ?? port;
}
