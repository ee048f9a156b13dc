import { describe, expect, it } from 'vitest';
import type { Container, Probe } from '../../../server/src/kubernetes/api.ts';
import { timestampAt } from '../../../server/src/kubernetes/time.ts';
import type { ImageBehavior } from '../../../server/src/cluster/spec.ts';
import { condition, pod, World } from './world.ts';

const http = (probe: Partial<Probe> = {}): Probe => ({ httpGet: { port: 8080, path: '/ready' }, ...probe });

/** A pod whose image is there at once and whose container is created in a known time. */
function start(
  container: Partial<Container>,
  behavior: Partial<ImageBehavior> = {},
  spec = {},
): { world: World; startedAt: number } {
  const world = new World({ images: [{ image: '*', pullSeconds: 0.5, ...behavior }] });
  world.create(pod('a', { container, ...spec }));
  world.advance(5);
  return { world, startedAt: world.events.find(({ reason }) => reason === 'Started')?.at ?? Number.NaN };
}

const main = (world: World) => world.pod('a').status?.containerStatuses?.[0];
const readyAt = (world: World) => world.writes.find(({ pod: written }) => written.status?.containerStatuses?.[0]?.ready)?.at;
const at = (world: World, reason: string, text = '') =>
  world.events.filter((event) => event.reason === reason && event.message.includes(text)).map((event) => event.at);

describe('readiness', () => {
  it('is probed at once when the container has started', () => {
    const { world, startedAt } = start({ readinessProbe: http({ periodSeconds: 10 }) });
    expect(readyAt(world)).toBe(startedAt + 100);
    expect(
      world.writes.some(
        ({ pod: written }) => written.status?.phase === 'Running' && condition(written, 'Ready').startsWith('False'),
      ),
    ).toBe(true);
  });

  it('goes by the period after that', () => {
    const { world, startedAt } = start({ readinessProbe: http({ periodSeconds: 10 }) }, { readyAfterSeconds: 11 });
    world.settle();
    expect(readyAt(world)).toBe(startedAt + 100 + 20_000);
    expect(world.told()).toContain(
      'Unhealthy: Readiness probe failed: Get "http://10.244.0.2:8080/ready": dial tcp 10.244.0.2:8080: connect: connection refused',
    );
  });

  it('leaves out attempts before the initial delay, in whole seconds', () => {
    const { world, startedAt } = start({ readinessProbe: http({ periodSeconds: 3, initialDelaySeconds: 4 }) });
    world.settle();
    // Attempts at 0.1, 3.1 and 6.1 s; the last is the first with four whole seconds behind it, however the start was rounded.
    const whole = Math.floor(startedAt / 1000) * 1000 + 4000;
    const expected = [0, 1, 2, 3].map((count) => startedAt + 100 + count * 3000).find((time) => time >= whole);
    expect(readyAt(world)).toBe(expected);
  });

  it('needs successThreshold successes in a row', () => {
    const { world, startedAt } = start({ readinessProbe: http({ periodSeconds: 5, successThreshold: 3 }) });
    world.settle();
    expect(readyAt(world)).toBe(startedAt + 100 + 10_000);
  });

  it('never comes for a container that never answers, and nothing is due then', () => {
    const { world } = start({ readinessProbe: http() }, { neverReady: true });
    world.settle();
    const before = world.engine.reconciles;
    world.advance(3600);
    expect(world.engine.reconciles).toBe(before);
    expect(main(world)).toMatchObject({ ready: false, started: true, restartCount: 0 });
    expect(condition(world.pod('a'), 'Ready')).toBe('False ContainersNotReady: containers with unready status: [c]');
  });

  it('waits for readiness gates', () => {
    const { world } = start({}, {}, { readinessGates: [{ conditionType: 'example.com/gate' }] });
    expect(condition(world.pod('a'), 'ContainersReady')).toBe('True');
    expect(condition(world.pod('a'), 'Ready')).toBe(
      'False ReadinessGatesNotReady: corresponding condition of pod readiness gate "example.com/gate" does not exist.',
    );
    const gate = (status: string) => {
      const now = world.pod('a');
      const others = now.status?.conditions?.filter(({ type }) => type !== 'example.com/gate') ?? [];
      world.put({ ...now, status: { ...now.status, conditions: [...others, { type: 'example.com/gate', status }] } } as never);
      world.advance(1);
    };
    gate('False');
    expect(condition(world.pod('a'), 'Ready')).toBe(
      'False ReadinessGatesNotReady: the status of pod readiness gate "example.com/gate" is not "True", but False',
    );
    gate('True');
    expect(condition(world.pod('a'), 'Ready')).toBe('True');
  });
});

describe('liveness', () => {
  it('kills after failureThreshold failures, and the container restarts', () => {
    const { world, startedAt } = start(
      { livenessProbe: http({ periodSeconds: 10, failureThreshold: 3 }) },
      { unhealthyAfterSeconds: 60, stopSeconds: 1 },
    );
    world.advance(120);
    const [first = 0, last = 0] = at(world, 'Unhealthy');
    expect(last - first).toBe(20_000);
    // Ticks come every period since the volumes were mounted.
    const mountedAt = 2;
    expect((first - mountedAt) % 10_000).toBe(0);
    expect(first).toBeGreaterThanOrEqual(startedAt + 60_000);
    expect(first).toBeLessThan(startedAt + 70_000);
    expect(world.told()).toContain('Unhealthy: Liveness probe failed: HTTP probe failed with statuscode: 500');
    expect(at(world, 'Killing', 'Container c failed liveness probe, will be restarted')).toEqual([last]);
    expect(main(world)).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 0 } } });
    const restartedAt = at(world, 'Started')[1] ?? 0;
    expect(restartedAt - last).toBeLessThan(2000);
  });

  it('takes the probe’s own grace period', () => {
    const probe = http({ periodSeconds: 1, failureThreshold: 1, terminationGracePeriodSeconds: 5 });
    const { world } = start({ livenessProbe: probe }, { unhealthyAfterSeconds: 10, stopSeconds: 60 });
    world.advance(25);
    const [killed = 0] = at(world, 'Killing');
    expect(main(world)?.lastState?.terminated?.finishedAt).toBe(timestampAt(killed + 5000));
    expect(main(world)?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
  });

  it('restarts with OnFailure even when the process ends with 0, and not with Never', () => {
    const probe = http({ periodSeconds: 1, failureThreshold: 1 });
    const behavior = { unhealthyAfterSeconds: 10, exitAfterSeconds: 1000, stopSeconds: 1 };
    const onFailure = start({ livenessProbe: probe }, behavior, { restartPolicy: 'OnFailure' }).world;
    onFailure.advance(20);
    expect(main(onFailure)).toMatchObject({ restartCount: 1 });
    const never = start({ livenessProbe: probe }, behavior, { restartPolicy: 'Never' }).world;
    never.advance(20);
    expect(never.pod('a').status?.phase).toBe('Failed');
    expect(never.told()).toContain('Killing: Container c failed liveness probe');
  });

  it('backs off when it happens soon again', () => {
    const probe = http({ periodSeconds: 1, failureThreshold: 1 });
    const { world } = start({ livenessProbe: probe }, { unhealthyAfterSeconds: 3 });
    world.settle();
    world.advance(120);
    expect(at(world, 'BackOff').length).toBeGreaterThan(1);
    expect(main(world)?.state?.waiting?.reason ?? 'running').toMatch(/CrashLoopBackOff|running/);
  });
});

describe('startup', () => {
  const startupProbe = http({ periodSeconds: 5, failureThreshold: 4 });

  it('holds back readiness and liveness until it succeeds', () => {
    const { world, startedAt } = start({ startupProbe, readinessProbe: http(), livenessProbe: http() }, { readyAfterSeconds: 8 });
    expect(main(world)).toMatchObject({ started: false, ready: false });
    world.settle();
    const started = world.writes.find(({ pod: written }) => written.status?.containerStatuses?.[0]?.started)?.at ?? 0;
    expect((started - 2) % 5000).toBe(0);
    expect(started).toBeGreaterThanOrEqual(startedAt + 8000);
    expect(started).toBeLessThan(startedAt + 13_000);
    expect(readyAt(world)).toBe(started + 100);
    expect(at(world, 'Killing')).toEqual([]);
  });

  it('kills after failureThreshold periods', () => {
    const { world } = start({ startupProbe }, { neverReady: true });
    world.advance(30);
    const [first = 0, last = 0] = at(world, 'Unhealthy', 'Startup probe failed: Get "http://10.244.0.2:8080/ready"');
    expect(last - first).toBe(15_000);
    expect(at(world, 'Killing', 'Container c failed startup probe, will be restarted')).toEqual([last]);
  });

  it('lets a container pass whose last attempt before the threshold succeeds', () => {
    const { world, startedAt } = start(
      { startupProbe: http({ periodSeconds: 5, failureThreshold: 2 }) },
      { readyAfterSeconds: 5 },
    );
    world.settle();
    expect(main(world)).toMatchObject({ started: true, ready: true, restartCount: 0 });
    expect(readyAt(world) ?? 0).toBeGreaterThanOrEqual(startedAt + 5000);
  });
});

it('says why a TCP or gRPC probe fails', () => {
  const ports = [{ name: 'web', containerPort: 81 }];
  const tcp = start({ ports, readinessProbe: { tcpSocket: { port: 'web' } } }, { neverReady: true }).world;
  expect(tcp.told()).toContain('Unhealthy: Readiness probe failed: dial tcp 10.244.0.2:81: connect: connection refused');
  const grpc = start({ readinessProbe: { grpc: { port: 9090 }, timeoutSeconds: 2 } }, { neverReady: true }).world;
  expect(grpc.told()).toContain(
    'Unhealthy: Readiness probe failed: timeout: failed to connect service "10.244.0.2:9090" within 2s: context deadline exceeded',
  );
});
