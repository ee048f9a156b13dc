import { describe, expect, it } from 'vitest';
import { crashContainer } from '../../../server/src/cluster/kubelet/runtime.ts';
import { condition, pod, World } from './world.ts';

const main = (world: World) => world.pod('a').status?.containerStatuses?.[0];

describe('crash loops', () => {
  const crashing = () => {
    const world = new World({ images: [{ image: '*', exitAfterSeconds: 2, exitCode: 1 }] });
    world.create(pod('a'));
    return world;
  };

  it('settle in CrashLoopBackOff after the first back-off', () => {
    const world = crashing();
    world.settle();
    const text = 'restarting failed container=c pod=a_default(uid-1)';
    expect(main(world)?.state?.waiting).toEqual({ reason: 'CrashLoopBackOff', message: `back-off 10s ${text}` });
    expect(main(world)?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    expect(main(world)?.restartCount).toBe(1);
    expect(main(world)).toMatchObject({ ready: false, started: false });
    expect(world.pod('a').status?.phase).toBe('Running');
    expect(condition(world.pod('a'), 'Ready')).toBe('False ContainersNotReady: containers with unready status: [c]');
    expect(world.told()).toContain('BackOff: Back-off restarting failed container c in pod a_default(uid-1)');
  });

  it('show the exit before the back-off', () => {
    const world = crashing();
    world.settle();
    const states = world.writes.map(({ pod: written }) => {
      const state = written.status?.containerStatuses?.[0]?.state;
      return state?.waiting?.reason ?? state?.terminated?.reason ?? 'Running';
    });
    expect(states.slice(-5)).toEqual(['Running', 'Error', 'Running', 'Error', 'CrashLoopBackOff']);
  });

  it('restart at once, then 10, 20, 40, 80, 160, 300, 300 s after each end', () => {
    const world = crashing();
    world.advance(2500);
    const starts = world.events.filter(({ reason }) => reason === 'Started').map(({ at }) => at);
    const created = (starts[1] ?? 0) - (starts[0] ?? 0) - 2000;
    const waits = starts.slice(1).map((at, index) => (at - (starts[index] ?? 0) - 2000 - created) / 1000);
    expect(waits.slice(0, 8)).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
    expect(main(world)?.state?.waiting?.message ?? 'back-off 5m0s').toContain('back-off 5m');
  });

  it('also happen with exit code 0', () => {
    const world = new World({ images: [{ image: '*', exitAfterSeconds: 2 }] });
    world.create(pod('a'));
    world.settle();
    expect(main(world)?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(main(world)?.lastState?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  });

  it('start over after a run of more than ten minutes', () => {
    const world = new World({ images: [{ image: '*', exitAfterSeconds: 601, exitCode: 1 }] });
    world.create(pod('a'));
    world.advance(4000);
    expect(world.told().filter((text) => text.startsWith('BackOff'))).toEqual([]);
    expect(main(world)?.restartCount).toBeGreaterThanOrEqual(5);
  });
});

describe('restart policies', () => {
  it.each([
    ['Never', 0, 'Succeeded', 0],
    ['Never', 1, 'Failed', 0],
    ['OnFailure', 0, 'Succeeded', 0],
    ['OnFailure', 1, 'Running', 1],
    ['Always', 0, 'Running', 1],
  ] as const)('%s, exit code %i: %s', (restartPolicy, exitCode, phase, restarts) => {
    const world = new World({ images: [{ image: '*', exitAfterSeconds: 2, exitCode }] });
    world.create(pod('a', { restartPolicy }));
    world.settle();
    expect(world.pod('a').status?.phase).toBe(phase);
    expect(main(world)?.restartCount).toBe(restarts);
  });

  it('complete with the conditions of a completed pod', () => {
    const world = new World();
    world.create(pod('a', { restartPolicy: 'Never' }));
    world.settle();
    const done = world.pod('a');
    expect(done.status?.phase).toBe('Succeeded');
    expect(condition(done, 'Initialized')).toBe('True PodCompleted');
    expect(condition(done, 'Ready')).toBe('False PodCompleted');
    expect(condition(done, 'ContainersReady')).toBe('False PodCompleted');
    expect(condition(done, 'PodReadyToStartContainers')).toBe('False PodSandboxNotReady: pod sandbox is not ready');
  });

  it('of a container come before the pod’s', () => {
    const rules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [42] } }];
    const world = new World({ images: [{ image: '*', exitAfterSeconds: 2, exitCode: 42 }] });
    world.create(pod('a', { restartPolicy: 'Never', container: { restartPolicy: 'Never', restartPolicyRules: rules } }));
    world.settle();
    expect(main(world)?.restartCount).toBe(1);
    expect(world.pod('a').status?.phase).toBe('Running');
  });
});

describe('crashContainer', () => {
  it('ends a running container with the exit code given, once', () => {
    const world = new World();
    world.create(pod('a'));
    world.settle();
    const memory = crashContainer(world.engine.memoryOf('kubelet', 'default/a'), 'c', 139, world.engine.now);
    world.engine.remember('kubelet', 'default/a', memory);
    world.settle();
    expect(main(world)).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { exitCode: 139, reason: 'Error' } },
    });
  });

  it('knows when there is nothing to crash', () => {
    expect(crashContainer(undefined, 'c', 1, 0)).toBeUndefined();
    const world = new World();
    world.create(pod('a'));
    world.advance(0.1);
    expect(crashContainer(world.engine.memoryOf('kubelet', 'default/a'), 'c', 1, world.engine.now)).toBeUndefined();
  });
});

it('ends a pod that is active for too long', () => {
  const world = new World();
  world.create(pod('a', { activeDeadlineSeconds: 20 }));
  world.settle();
  const message = 'Pod was active on the node longer than the specified deadline';
  expect(world.told()).toContain(`DeadlineExceeded: ${message}`);
  expect(world.pod('a').status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded', message });
  expect(world.writes.at(-1)?.at).toBe(20_500);
});

it('replaces a container whose image was changed, whatever the restart policy', () => {
  const world = new World({ images: [{ image: '*', exitAfterSeconds: 1000 }] });
  world.create(pod('a', { restartPolicy: 'Never' }));
  world.advance(20);
  const now = world.pod('a');
  const containers = (now.spec?.containers ?? []).map((container) => ({ ...container, image: 'nginx:1.28' }));
  world.put({ ...now, spec: { ...now.spec, containers } } as typeof now);
  world.advance(20);
  expect(world.told()).toContain('Killing: Container c definition changed, will be restarted');
  expect(main(world)).toMatchObject({ image: 'docker.io/library/nginx:1.28', restartCount: 1, state: { running: {} } });
});
