import { describe, expect, it } from 'vitest';
import { condition, node, pod, World } from './world.ts';

describe('a plain pod', () => {
  it('goes from Pending to ready, with the events of Kubernetes 1.37', () => {
    const world = new World({ images: [{ image: '*', pullSeconds: 1.5, sizeBytes: 1000 }] });
    world.create(pod('a'));
    world.settle();
    expect(world.told()).toEqual([
      'Pulling: Pulling image "nginx:1.27"',
      'Pulled: Successfully pulled image "nginx:1.27" in 1.5s (1.5s including waiting). Image size: 1000 bytes.',
      'Created: Container created',
      'Started: Container started',
    ]);
    const { status } = world.pod('a');
    expect(status).toMatchObject({
      phase: 'Running',
      qosClass: 'BestEffort',
      startTime: '2026-01-01T00:00:00Z',
      hostIP: '172.18.0.2',
      podIP: '10.244.0.2',
      podIPs: [{ ip: '10.244.0.2' }],
      observedGeneration: 1,
    });
    expect(status?.conditions?.map(({ type, status: value }) => `${type}=${value}`)).toEqual([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
    expect(status?.containerStatuses?.[0]).toMatchObject({
      image: 'docker.io/library/nginx:1.27',
      ready: true,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: expect.any(String) } },
      lastState: {},
    });
    expect(status?.containerStatuses?.[0]?.imageID).toMatch(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/);
    expect(status?.containerStatuses?.[0]?.containerID).toMatch(/^containerd:\/\/[0-9a-f]{64}$/);
  });

  it('first reports that it waits, with the reasons of the kubelet', () => {
    const world = new World();
    world.create(pod('a'));
    world.advance(0.1);
    const first = world.pod('a');
    expect(first.status?.phase).toBe('Pending');
    expect(first.status?.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'ContainerCreating' } });
    expect(condition(first, 'PodReadyToStartContainers')).toBe('False PodSandboxNotReady: no pod sandbox exists');
    expect(condition(first, 'Ready')).toBe('False ContainersNotReady: containers with unready status: [c]');
    expect(condition(first, 'ContainersReady')).toBe('False ContainersNotReady: containers with unready status: [c]');
    expect(condition(first, 'Initialized')).toBe('True');
    expect(first.status?.podIP).toBeUndefined();
    world.advance(0.5);
    expect(condition(world.pod('a'), 'PodReadyToStartContainers')).toBe('True');
    expect(world.pod('a').status?.podIP).toBe('10.244.0.2');
  });

  it('costs at most six reconciles', () => {
    const world = new World();
    world.create(pod('a', { container: { readinessProbe: { httpGet: { port: 80 } } } }));
    world.settle();
    expect(condition(world.pod('a'), 'Ready')).toBe('True');
    expect(world.engine.reconciles).toBeLessThanOrEqual(6);
  });

  it('does nothing more once it runs', () => {
    const world = new World();
    const probe = { httpGet: { port: 80 }, periodSeconds: 1 };
    world.create(pod('a', { container: { readinessProbe: probe, livenessProbe: probe } }));
    world.settle();
    const before = world.engine.reconciles;
    world.advance(3600);
    expect(world.engine.reconciles).toBe(before);
  });
});

describe('containers of one pod', () => {
  it('start in order, and are reported when all have been started', () => {
    const world = new World({ images: [{ image: '*', pullSeconds: 2 }] });
    world.create(
      pod('a', {
        containers: [
          { name: 'b', image: 'one:1' },
          { name: 'a', image: 'two:1' },
        ],
      }),
    );
    world.settle();
    const order = world.events
      .filter(({ reason }) => reason === 'Pulling' || reason === 'Started')
      .map(({ reason, message }) => (reason === 'Pulling' ? message : reason));
    expect(order).toEqual(['Pulling image "one:1"', 'Started', 'Pulling image "two:1"', 'Started']);
    const ready = world.writes.map(({ pod: written }) =>
      written.status?.containerStatuses?.map((status) => (status.state?.running ? 1 : 0)).join(''),
    );
    expect(new Set(ready)).toEqual(new Set(['00', '11']));
    expect(world.pod('a').status?.containerStatuses?.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('wait until postStart is over', () => {
    const world = new World();
    world.create(pod('a', { container: { lifecycle: { postStart: { sleep: { seconds: 7 } } } } }));
    world.settle();
    const started = world.events.find(({ reason }) => reason === 'Started')?.at ?? 0;
    expect(world.writes.at(-1)?.at).toBe(started + 7000);
    expect(world.pod('a').status?.phase).toBe('Running');
  });
});

describe('init containers', () => {
  it('run one by one before the main containers', () => {
    const world = new World();
    world.create(
      pod('a', {
        initContainers: [
          { name: 'i1', image: 'busybox:1' },
          { name: 'i2', image: 'busybox:1' },
        ],
      }),
    );
    world.advance(0.1);
    expect(condition(world.pod('a'), 'Initialized')).toBe(
      'False ContainersNotInitialized: containers with incomplete status: [i1 i2]',
    );
    expect(world.pod('a').status?.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
    world.settle();
    const { status } = world.pod('a');
    expect(status?.initContainerStatuses?.map((one) => [one.name, one.ready, one.state?.terminated?.reason])).toEqual([
      ['i1', true, 'Completed'],
      ['i2', true, 'Completed'],
    ]);
    expect(status?.phase).toBe('Running');
    const partly = world.writes.map(({ pod: written }) => condition(written, 'Initialized'));
    expect(partly).toContain('False ContainersNotInitialized: containers with incomplete status: [i2]');
    const starts = world.events.filter(({ reason }) => reason === 'Started').map(({ at }) => at);
    // Each init container runs for two seconds by default.
    expect(starts.slice(1).every((at, index) => at - (starts[index] ?? 0) > 2000)).toBe(true);
  });

  it('fail the pod when they fail and nothing restarts', () => {
    const world = new World({ images: [{ image: 'busybox:*', exitAfterSeconds: 1, exitCode: 3 }] });
    world.create(pod('a', { restartPolicy: 'Never', initContainers: [{ name: 'i', image: 'busybox:1' }] }));
    world.settle();
    const { status } = world.pod('a');
    expect(status?.phase).toBe('Failed');
    expect(status?.initContainerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect(condition(world.pod('a'), 'Ready')).toBe('False PodFailed');
    expect(world.told().filter((text) => text.includes('nginx'))).toEqual([]);
  });

  it('are retried otherwise, at once and then after ten seconds', () => {
    const world = new World({ images: [{ image: 'busybox:*', exitAfterSeconds: 1, exitCode: 1 }] });
    world.create(pod('a', { initContainers: [{ name: 'i', image: 'busybox:1' }] }));
    world.settle();
    const [status] = world.pod('a').status?.initContainerStatuses ?? [];
    expect(status?.state?.waiting?.reason).toBe('CrashLoopBackOff');
    expect(status?.restartCount).toBe(1);
    expect(world.pod('a').status?.phase).toBe('Pending');
  });
});

describe('sidecars', () => {
  const sidecar = { name: 's', image: 'proxy:1', restartPolicy: 'Always' };

  it('start before the main containers, and these wait for their startup probe', () => {
    const world = new World({ images: [{ image: 'proxy:1', readyAfterSeconds: 12 }] });
    world.create(
      pod('a', {
        initContainers: [{ ...sidecar, startupProbe: { httpGet: { port: 1 }, periodSeconds: 5, failureThreshold: 10 } }],
      }),
    );
    world.settle();
    const { status } = world.pod('a');
    expect(status?.phase).toBe('Running');
    expect(status?.initContainerStatuses?.[0]).toMatchObject({ ready: true, started: true, state: { running: {} } });
    const [first = 0, second = 0] = world.events.filter(({ reason }) => reason === 'Started').map(({ at }) => at);
    // Probes tick every 5 s from when the volumes were mounted.
    expect(second - first).toBeGreaterThan(12_000);
    expect(second - first).toBeLessThan(18_500);
  });

  it('count for readiness', () => {
    const world = new World({ images: [{ image: 'proxy:1', neverReady: true }] });
    world.create(pod('a', { initContainers: [{ ...sidecar, readinessProbe: { httpGet: { port: 1 } } }] }));
    world.settle();
    expect(condition(world.pod('a'), 'Ready')).toBe('False ContainersNotReady: containers with unready status: [s]');
  });

  it('are stopped when the main containers have completed', () => {
    const world = new World();
    world.create(pod('a', { restartPolicy: 'Never', initContainers: [sidecar] }));
    world.settle();
    const { status } = world.pod('a');
    expect(status?.phase).toBe('Succeeded');
    expect(status?.containerStatuses?.[0]?.state?.terminated?.reason).toBe('Completed');
    expect(status?.initContainerStatuses?.[0]?.state?.terminated).toBeDefined();
    expect(world.told()).toContain('Killing: Stopping container s');
  });
});

describe('addresses', () => {
  it('are unique in the cluster and come from the node', () => {
    const world = new World({ nodes: [node('n1'), node('n2')] });
    for (let index = 0; index < 20; index++) world.create(pod(`p${index}`, { nodeName: index % 2 ? 'n2' : 'n1' }));
    world.settle();
    const addresses = Array.from({ length: 20 }, (_, index) => world.pod(`p${index}`).status?.podIP ?? '');
    expect(new Set(addresses).size).toBe(20);
    addresses.forEach((address, index) => {
      expect(address).toMatch(index % 2 ? /^10\.244\.1\.\d+$/ : /^10\.244\.0\.\d+$/);
    });
  });

  it('of pods in the host network are the node’s', () => {
    const world = new World();
    world.create(pod('a', { hostNetwork: true }));
    world.settle();
    expect(world.pod('a').status?.podIP).toBe('172.18.0.2');
  });
});
