import { describe, expect, it } from 'vitest';
import { phaseOf } from '../../../server/src/cluster/kubelet/phase.ts';
import type { Container, ContainerStatus, PodSpec } from '../../../server/src/kubernetes/api.ts';

// The tables of TestPodPhaseWithRestartAlways, …InitContainers, …RestartableInitContainers, …RestartNever and …RestartOnFailure
// in pkg/kubelet/kubelet_pods_test.go.

type Shape = 'running' | 'started' | 'stopped' | 'succeeded' | 'failed' | 'waiting' | 'waiting after 0' | 'waiting after 1';

const states: Record<Shape, Partial<ContainerStatus>> = {
  running: { state: { running: {} } },
  started: { state: { running: {} }, started: true },
  stopped: { state: { terminated: { exitCode: 0 } } },
  succeeded: { state: { terminated: { exitCode: 0 } } },
  failed: { state: { terminated: { exitCode: -1 } } },
  waiting: { state: { waiting: {} } },
  'waiting after 0': { state: { waiting: {} }, lastState: { terminated: { exitCode: 0 } } },
  'waiting after 1': { state: { waiting: {} }, lastState: { terminated: { exitCode: -1 } } },
};

interface Row {
  readonly policy?: PodSpec['restartPolicy'];
  /** Init container X: a plain one, or a sidecar. */
  readonly init?: 'plain' | 'sidecar';
  readonly x?: Shape;
  readonly a?: Shape;
  readonly b?: Shape;
  readonly ended?: boolean;
  readonly initialized?: boolean;
  readonly expect: string;
}

const rows: Record<string, Row> = {
  'always: waiting': { expect: 'Pending' },
  'always: all running': { a: 'running', b: 'running', expect: 'Running' },
  'always: all stopped': { a: 'stopped', b: 'stopped', expect: 'Running' },
  'always: all succeeded, ended': { a: 'succeeded', b: 'succeeded', ended: true, expect: 'Succeeded' },
  'always: all stopped, ended': { a: 'failed', b: 'succeeded', ended: true, expect: 'Failed' },
  'always: running and stopped': { a: 'running', b: 'stopped', expect: 'Running' },
  'always: one unknown': { a: 'running', expect: 'Pending' },
  'always: running and waiting': { a: 'running', b: 'waiting', expect: 'Pending' },
  'always: crash loop': { a: 'running', b: 'waiting after 1', expect: 'Running' },
  'init running': { init: 'plain', x: 'running', expect: 'Pending' },
  'init failed': { init: 'plain', x: 'failed', expect: 'Pending' },
  'init waiting after success': { init: 'plain', x: 'waiting after 0', expect: 'Pending' },
  'init waiting after failure': { init: 'plain', x: 'waiting after 1', expect: 'Pending' },
  'init waiting': { init: 'plain', x: 'waiting', expect: 'Pending' },
  'init succeeded': { init: 'plain', x: 'succeeded', a: 'running', b: 'running', expect: 'Running' },
  'never: init failed': { init: 'plain', policy: 'Never', x: 'failed', expect: 'Failed' },
  'sidecar running': { init: 'sidecar', x: 'running', expect: 'Pending' },
  'sidecar stopped': { init: 'sidecar', x: 'stopped', expect: 'Pending' },
  'sidecar waiting after success': { init: 'sidecar', x: 'waiting after 0', expect: 'Pending' },
  'sidecar waiting after failure': { init: 'sidecar', x: 'waiting after 1', expect: 'Pending' },
  'sidecar waiting': { init: 'sidecar', x: 'waiting', expect: 'Pending' },
  'sidecar started, one of two running': { init: 'sidecar', x: 'started', a: 'running', initialized: true, expect: 'Pending' },
  'sidecar started, all running': {
    init: 'sidecar',
    x: 'started',
    a: 'running',
    b: 'running',
    initialized: true,
    expect: 'Running',
  },
  'sidecar running, all running': {
    init: 'sidecar',
    x: 'running',
    a: 'running',
    b: 'running',
    initialized: true,
    expect: 'Running',
  },
  'sidecar stopped, all running': {
    init: 'sidecar',
    x: 'stopped',
    a: 'running',
    b: 'running',
    initialized: true,
    expect: 'Running',
  },
  'sidecar in a crash loop': {
    init: 'sidecar',
    x: 'waiting after 1',
    a: 'running',
    b: 'running',
    initialized: true,
    expect: 'Running',
  },
  'sidecar failed, all succeeded, ended': {
    init: 'sidecar',
    x: 'failed',
    a: 'succeeded',
    b: 'succeeded',
    ended: true,
    initialized: true,
    expect: 'Succeeded',
  },
  'sidecar starting anew': { init: 'sidecar', x: 'running', a: 'stopped', b: 'stopped', expect: 'Pending' },
  'never: waiting': { policy: 'Never', expect: 'Pending' },
  'never: all running': { policy: 'Never', a: 'running', b: 'running', expect: 'Running' },
  'never: all succeeded': { policy: 'Never', a: 'succeeded', b: 'succeeded', expect: 'Succeeded' },
  'never: all failed': { policy: 'Never', a: 'failed', b: 'failed', expect: 'Failed' },
  'never: running and succeeded': { policy: 'Never', a: 'running', b: 'succeeded', expect: 'Running' },
  'never: one unknown': { policy: 'Never', a: 'running', expect: 'Pending' },
  'on failure: all succeeded': { policy: 'OnFailure', a: 'succeeded', b: 'succeeded', expect: 'Succeeded' },
  'on failure: all failed': { policy: 'OnFailure', a: 'failed', b: 'failed', expect: 'Running' },
  'on failure: running and succeeded': { policy: 'OnFailure', a: 'running', b: 'succeeded', expect: 'Running' },
  'on failure: crash loop': { policy: 'OnFailure', a: 'running', b: 'waiting after 1', expect: 'Running' },
};

describe('phaseOf', () => {
  it.each(Object.entries(rows))('%s', (_, row) => {
    const init: Container[] = row.init ? [{ name: 'x', ...(row.init === 'sidecar' ? { restartPolicy: 'Always' } : {}) }] : [];
    const spec: PodSpec = {
      restartPolicy: row.policy ?? 'Always',
      initContainers: init,
      containers: [{ name: 'a' }, { name: 'b' }],
    };
    const statuses = (['x', 'a', 'b'] as const).flatMap((name): ContainerStatus[] => {
      const shape = row[name];
      return shape ? [{ name, image: '', imageID: '', ready: false, restartCount: 0, ...states[shape] }] : [];
    });
    expect(phaseOf(spec, statuses, row.ended ?? false, row.initialized ?? false)).toBe(row.expect);
  });
});
