import { describe, expect, it } from 'vitest';
import type { Container, ContainerState, ContainerStatus, Pod, PodStatus } from '../../../server/src/kubernetes/api.ts';
import { podStatus } from '../../../server/src/kubernetes/printers/index.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';

// The cases of TestPrintPod and TestPrintPodWithRestartableInitContainer in pkg/printers/internalversion/printers_test.go.

const now = 30 * 86_400_000;
const day = 86_400;
const running: ContainerState = { running: {} };
const waiting = (reason = ''): ContainerState => ({ waiting: { reason } });
const ended = (reason?: string, exitCode = 0): ContainerState => ({ terminated: { exitCode, ...(reason ? { reason } : {}) } });
const ago = (seconds: number): ContainerState => ({ terminated: { exitCode: 0, finishedAt: timestampAt(now - seconds * 1000) } });

interface Brief {
  readonly name?: string;
  readonly ready?: boolean;
  readonly restarts?: number;
  readonly state?: ContainerState;
  readonly last?: ContainerState;
  readonly started?: boolean;
}

function status({ name = '', ready = false, restarts = 0, state, last, started }: Brief): ContainerStatus {
  return {
    name,
    image: '',
    imageID: '',
    ready,
    restartCount: restarts,
    ...(state ? { state } : {}),
    ...(last ? { lastState: last } : {}),
    ...(started === undefined ? {} : { started }),
  };
}

interface Case {
  readonly phase: string;
  readonly reason?: string;
  readonly init?: readonly Container[];
  readonly mains: number;
  readonly initStatuses?: readonly Brief[];
  readonly statuses?: readonly Brief[];
  readonly conditions?: PodStatus['conditions'];
  readonly deleting?: boolean;
  readonly expect: readonly [ready: string, status: string, restarts: string];
}

const plain: Container = { name: '' };
const sidecar = (name: string): Container => ({ name, restartPolicy: 'Always' });
const sidecars = [sidecar('restartable-init-1'), sidecar('restartable-init-2')];
const initialized = (value: 'True' | 'False') => [{ type: 'Initialized', status: value }];

const cases: Record<string, Case> = {
  'counts containers and restarts': {
    phase: 'podPhase',
    mains: 2,
    statuses: [{ ready: true, restarts: 3, state: running }, { restarts: 3 }],
    expect: ['1/2', 'podPhase', '6'],
  },
  'a container error overrides the phase': {
    phase: 'podPhase',
    mains: 2,
    statuses: [
      { ready: true, restarts: 3, state: running },
      { restarts: 3, state: waiting('ContainerWaitingReason') },
    ],
    expect: ['1/2', 'ContainerWaitingReason', '6'],
  },
  'the first container overrides the rest': {
    phase: 'podPhase',
    mains: 2,
    statuses: [
      { restarts: 3, state: waiting('ContainerWaitingReason') },
      { restarts: 3, state: ended('ContainerTerminatedReason') },
    ],
    expect: ['0/2', 'ContainerWaitingReason', '6'],
  },
  'ready is not enough for running': {
    phase: 'podPhase',
    mains: 2,
    statuses: [
      { ready: true, restarts: 3, state: running },
      { ready: true, restarts: 3 },
    ],
    expect: ['1/2', 'podPhase', '6'],
  },
  'the reason of the pod': {
    phase: 'podPhase',
    reason: 'podReason',
    mains: 2,
    statuses: [
      { ready: true, restarts: 3, state: running },
      { ready: true, restarts: 3 },
    ],
    expect: ['1/2', 'podReason', '6'],
  },
  'one running, one completed, not ready': {
    phase: 'Running',
    mains: 2,
    statuses: [
      { ready: true, restarts: 3, state: ended('Completed') },
      { ready: true, restarts: 3, state: running },
    ],
    expect: ['1/2', 'NotReady', '6'],
  },
  'one running, one completed, ready': {
    phase: 'Running',
    mains: 2,
    conditions: [{ type: 'Ready', status: 'True' }],
    statuses: [
      { ready: true, restarts: 3, state: ended('Completed') },
      { ready: true, restarts: 3, state: running },
    ],
    expect: ['1/2', 'Running', '6'],
  },
  'an init container restarting': {
    phase: 'podPhase',
    init: [plain],
    mains: 1,
    initStatuses: [{ restarts: 3, state: running, last: ago(10) }],
    statuses: [{ state: waiting() }],
    expect: ['0/1', 'Init:0/1', '3 (10s ago)'],
  },
  'the first of two init containers restarting': {
    phase: 'podPhase',
    init: [plain, plain],
    mains: 1,
    initStatuses: [{ restarts: 3, state: running, last: ago(10) }, { state: waiting() }],
    statuses: [{ state: waiting() }],
    expect: ['0/1', 'Init:0/2', '3 (10s ago)'],
  },
  'the second of two init containers restarting': {
    phase: 'podPhase',
    init: [plain, plain],
    mains: 1,
    initStatuses: [{ state: ended() }, { restarts: 3, state: running, last: ago(10) }],
    statuses: [{ state: waiting() }],
    expect: ['0/1', 'Init:1/2', '3 (10s ago)'],
  },
  'both init containers have restarted': {
    phase: 'podPhase',
    init: [plain, plain],
    mains: 1,
    initStatuses: [
      { restarts: 2, state: ended(), last: ago(120) },
      { restarts: 3, state: running, last: ago(10) },
    ],
    statuses: [{ state: waiting() }],
    expect: ['0/1', 'Init:1/2', '5 (10s ago)'],
  },
  'restarts of init containers do not count once the pod runs': {
    phase: 'Running',
    init: [plain],
    mains: 1,
    initStatuses: [{ restarts: 2, state: ended(), last: ago(120) }],
    statuses: [{ restarts: 4, state: running, last: ago(20) }],
    expect: ['0/1', 'Running', '4 (20s ago)'],
  },
  'restarted 5 days ago': {
    phase: 'Running',
    mains: 1,
    statuses: [{ ready: true, restarts: 3, state: running, last: ago(5 * day) }],
    expect: ['1/1', 'Running', '3 (5d ago)'],
  },
  'the later restart counts': {
    phase: 'Running',
    mains: 2,
    statuses: [
      { ready: true, restarts: 6, state: running, last: ago(5 * day) },
      { ready: true, restarts: 3, state: running, last: ago(20 * day) },
    ],
    expect: ['2/2', 'Running', '9 (5d ago)'],
  },
  'scheduling gates': {
    phase: 'podPhase',
    mains: 2,
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' }],
    expect: ['0/2', 'SchedulingGated', '0'],
  },
  succeeded: { phase: 'Succeeded', mains: 1, statuses: [{ state: ended('Completed') }], expect: ['0/1', 'Completed', '0'] },
  failed: { phase: 'Failed', mains: 1, statuses: [{ state: ended('Error', 1) }], expect: ['0/1', 'Error', '0'] },
  'succeeded, being deleted': {
    phase: 'Succeeded',
    mains: 1,
    deleting: true,
    statuses: [{ state: ended('Completed') }],
    expect: ['0/1', 'Completed', '0'],
  },
  'running, being deleted': {
    phase: 'Running',
    mains: 1,
    deleting: true,
    statuses: [{ state: running }],
    expect: ['0/1', 'Terminating', '0'],
  },
  'pending, being deleted': { phase: 'Pending', mains: 1, deleting: true, expect: ['0/1', 'Terminating', '0'] },
  'on a node that is lost': {
    phase: 'Running',
    reason: 'NodeLost',
    mains: 1,
    deleting: true,
    statuses: [{ state: running }],
    expect: ['0/1', 'Unknown', '0'],
  },
  'first sidecar running but not started': {
    phase: 'Pending',
    init: sidecars,
    mains: 1,
    conditions: initialized('False'),
    initStatuses: [
      { name: 'restartable-init-1', restarts: 3, state: running, started: false, last: ago(10) },
      { name: 'restartable-init-2', state: waiting(), started: false },
    ],
    statuses: [{ state: waiting() }],
    expect: ['0/3', 'Init:0/2', '3 (10s ago)'],
  },
  'second sidecar running but not started': {
    phase: 'Pending',
    init: sidecars,
    mains: 1,
    conditions: initialized('False'),
    initStatuses: [
      { name: 'restartable-init-1', restarts: 3, state: running, started: true, last: ago(10) },
      { name: 'restartable-init-2', state: running, started: false },
    ],
    statuses: [{ state: waiting() }],
    expect: ['0/3', 'Init:1/2', '3 (10s ago)'],
  },
  'sidecars started, container running': {
    phase: 'Running',
    init: sidecars,
    mains: 1,
    conditions: initialized('True'),
    initStatuses: [
      { name: 'restartable-init-1', restarts: 3, state: running, started: true, last: ago(10) },
      { name: 'restartable-init-2', state: running, started: true },
    ],
    statuses: [{ ready: true, restarts: 4, state: running, last: ago(20) }],
    expect: ['1/3', 'Running', '7 (10s ago)'],
  },
  'sidecars killed, container completed': {
    phase: 'Succeeded',
    init: sidecars,
    mains: 1,
    conditions: initialized('True'),
    initStatuses: [
      { name: 'restartable-init-1', restarts: 3, state: ended('Error', 137), started: false, last: ago(10) },
      { name: 'restartable-init-2', state: ended('Error', 137), started: false },
    ],
    statuses: [{ restarts: 4, state: ended('Completed'), last: ago(20) }],
    expect: ['0/3', 'Completed', '7 (10s ago)'],
  },
  'statuses of containers that the spec does not have': {
    phase: 'Running',
    init: [{ name: 'init1' }, sidecar('sidecar1')],
    mains: 1,
    initStatuses: [{ name: 'initinvalid' }, { name: 'init1' }, { name: 'sidecar1' }],
    statuses: [{ name: 'containerinvalid' }, { name: 'container1' }],
    expect: ['0/2', 'Init:0/2', '0'],
  },
};

describe('podStatus prints what kubectl prints', () => {
  it.each(Object.entries(cases))('%s', (_, { expect: expected, ...given }) => {
    const pod: Pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', ...(given.deleting ? { deletionTimestamp: timestampAt(now - 10_000) } : {}) },
      spec: { initContainers: [...(given.init ?? [])], containers: Array.from({ length: given.mains }, () => plain) },
      status: {
        phase: given.phase as PodStatus['phase'],
        ...(given.reason ? { reason: given.reason } : {}),
        ...(given.conditions ? { conditions: given.conditions } : {}),
        initContainerStatuses: (given.initStatuses ?? []).map(status),
        containerStatuses: (given.statuses ?? []).map(status),
      },
    };
    const row = podStatus(pod, now);
    expect([row.ready, row.status, row.restarts]).toEqual(expected);
    expect(row.age).toBe('<unknown>');
  });
});
