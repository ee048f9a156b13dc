import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crashContainer } from '../../../server/src/cluster/kubelet/runtime.ts';
import type { ImageBehavior } from '../../../server/src/cluster/spec.ts';
import type { ContainerStatus, Pod, PodSpec } from '../../../server/src/kubernetes/api.ts';
import { node, pod, World } from './world.ts';

const seconds = fc.integer({ min: 0, max: 40 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const behavior: fc.Arbitrary<ImageBehavior> = fc.record({
  image: fc.constantFrom('*', 'one:*', 'two:*'),
  pullSeconds: maybe(fc.constantFrom(0, 1, 5)),
  pullError: fc.option(fc.constant('denied'), { nil: undefined, freq: 8 }),
  readyAfterSeconds: maybe(seconds),
  unhealthyAfterSeconds: maybe(seconds),
  exitAfterSeconds: maybe(seconds),
  exitCode: fc.constantFrom(0, 1),
  stopSeconds: maybe(seconds),
});

const probe = fc.record({
  httpGet: fc.constant({ port: 80 }),
  periodSeconds: fc.integer({ min: 1, max: 12 }),
  initialDelaySeconds: fc.integer({ min: 0, max: 12 }),
  failureThreshold: fc.integer({ min: 1, max: 3 }),
});

const container = (name: string) =>
  fc.record({
    name: fc.constant(name),
    image: fc.constantFrom('one:1', 'two:1', 'three:1'),
    restartPolicy: name.startsWith('s') ? fc.constant('Always') : fc.constant(undefined),
    readinessProbe: maybe(probe),
    livenessProbe: name.startsWith('i') ? fc.constant(undefined) : maybe(probe),
    startupProbe: name.startsWith('i') ? fc.constant(undefined) : maybe(probe),
  });

const spec: fc.Arbitrary<Partial<PodSpec>> = fc.record({
  restartPolicy: fc.constantFrom('Always' as const, 'OnFailure' as const, 'Never' as const),
  terminationGracePeriodSeconds: fc.integer({ min: 0, max: 30 }),
  activeDeadlineSeconds: maybe(fc.integer({ min: 1, max: 300 })),
  initContainers: fc.constantFrom([], ['i1'], ['s1'], ['i1', 's1', 'i2']).chain((names) => fc.tuple(...names.map(container))),
  containers: fc.constantFrom(['c1'], ['c1', 'c2']).chain((names) => fc.tuple(...names.map(container))),
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('advance' as const), seconds: fc.integer({ min: 1, max: 400 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash' as const), exitCode: fc.constantFrom(0, 1, 137) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), grace: fc.integer({ min: 0, max: 30 }) }) },
);

function play(
  given: Partial<PodSpec>,
  images: readonly ImageBehavior[],
  steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[],
): World {
  const world = new World({ images });
  world.create(pod('a', given));
  for (const one of steps) {
    if (one.do === 'advance') world.advance(one.seconds);
    else if (!world.find('a')) break;
    else if (one.do === 'delete') world.delete('a', one.grace);
    else
      world.engine.remember(
        'kubelet',
        'default/a',
        crashContainer(memory(world), 'c1', one.exitCode, world.engine.now) ?? memory(world),
      );
  }
  return world;
}

const memory = (world: World) => world.engine.memoryOf('kubelet', 'default/a');
const statuses = (of: Pod): ContainerStatus[] => [
  ...(of.status?.initContainerStatuses ?? []),
  ...(of.status?.containerStatuses ?? []),
];
const isTerminal = (of: Pod) => of.status?.phase === 'Succeeded' || of.status?.phase === 'Failed';

describe('whatever happens to a pod', () => {
  it('its status stays sound, and time never runs in circles', () => {
    fc.assert(
      fc.property(
        spec,
        fc.array(behavior, { maxLength: 3 }),
        fc.array(step, { minLength: 1, maxLength: 6 }),
        (given, images, steps) => {
          const world = play(given, images, steps);
          const written = world.writes.map((write) => write.pod);
          written.forEach((now, index) => {
            const before = written[index - 1];
            for (const status of statuses(now)) {
              expect(Object.keys(status.state ?? {})).toHaveLength(1);
              const isMainOrSidecar = !status.name.startsWith('i');
              if (status.ready && isMainOrSidecar) expect(status.state).toHaveProperty('running');
              const earlier = before && statuses(before).find(({ name }) => name === status.name);
              if (earlier) expect(status.restartCount).toBeGreaterThanOrEqual(earlier.restartCount);
            }
            if (isTerminal(now)) expect(statuses(now).some(({ state }) => state?.running)).toBe(false);
            if (before && isTerminal(before)) expect(now.status?.phase).toBe(before.status?.phase);
            const isReady = now.status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
            if (isReady) expect(now.status?.containerStatuses?.every(({ ready }) => ready)).toBe(true);
          });
          // At most one reconcile per change that can be told apart, and a few for the hands that reach in.
          const changes = new Set([...world.events.map(({ at }) => at), ...world.writes.map(({ at }) => at)]);
          expect(world.engine.reconciles).toBeLessThanOrEqual(4 * changes.size + 3 * steps.length + 10);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is the same every time', () => {
    fc.assert(
      fc.property(
        spec,
        fc.array(behavior, { maxLength: 2 }),
        fc.array(step, { minLength: 1, maxLength: 4 }),
        (given, images, steps) => {
          const [first, second] = [play(given, images, steps), play(given, images, steps)];
          expect(second.writes).toEqual(first.writes);
          expect(second.events).toEqual(first.events);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is gone in the end once it is deleted', () => {
    fc.assert(
      fc.property(spec, fc.array(behavior, { maxLength: 3 }), seconds, (given, images, after) => {
        const world = new World({ images });
        world.create(pod('a', given));
        world.advance(after);
        world.delete('a');
        world.advance(120);
        expect(world.find('a')).toBeUndefined();
        expect(memory(world)).toBeUndefined();
      }),
      { numRuns: 40 },
    );
  });
});

it('starts 500 pods with a handful of reconciles and writes each', () => {
  const world = new World({
    nodes: ['n1', 'n2', 'n3'].map((name) => node(name, { capacity: { cpu: '400', memory: '800Gi', pods: '250' } })),
  });
  for (let index = 0; index < 500; index++) {
    world.create(pod(`p${index}`, { nodeName: `n${(index % 3) + 1}`, container: { readinessProbe: { httpGet: { port: 80 } } } }));
  }
  world.settle();
  expect(world.writes.length).toBe(500 * 4);
  expect(world.engine.reconciles).toBeLessThanOrEqual(500 * 6);
  const addresses = world.store.podsOnNode<Pod>('n1').map(({ status }) => status?.podIP);
  expect(new Set(addresses).size).toBe(addresses.length);
});
