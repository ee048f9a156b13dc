import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { pod, World } from './world.ts';

const object = (kind: string, name: string, rest: object = {}) =>
  ({ apiVersion: 'v1', kind, metadata: { name, namespace: 'default' }, ...rest }) as KubernetesObject;

const state = (world: World) => world.pod('a').status?.containerStatuses?.[0]?.state;

describe('volumes', () => {
  it('that cannot be mounted hold the pod until the object appears and the mount is tried again', () => {
    const world = new World();
    world.create(pod('a', { volumes: [{ name: 'cfg', configMap: { name: 'settings' } }] }));
    world.settle();
    expect(world.told()).toEqual(['FailedMount: MountVolume.SetUp failed for volume "cfg" : configmap "settings" not found']);
    expect(state(world)).toEqual({ waiting: { reason: 'ContainerCreating' } });
    expect(world.engine.isSettled).toBe(true);
    world.advance(10);
    world.put(object('ConfigMap', 'settings', { data: {} }));
    world.settle();
    expect(world.pod('a').status?.phase).toBe('Running');
    // Tries at 0.5, 1.5, 3.5, 7.5 and 15.5 s after the first.
    const pulling = world.events.find(({ reason }) => reason === 'Pulling')?.at;
    expect(pulling).toBe(2 + 15_500 + 500);
  });

  it.each([
    [{ secret: { secretName: 'keys' } }, 'secret "keys" not found'],
    [{ configMap: { name: 'there', items: [{ key: 'nope', path: 'x' }] } }, 'configmap references non-existent config key: nope'],
    [{ secret: { secretName: 'there', items: [{ key: 'nope', path: 'x' }] } }, 'references non-existent secret key: nope'],
    [{ projected: { sources: [{ secret: { name: 'keys' } }] } }, 'secret "keys" not found'],
  ])('%j: %s', (source, problem) => {
    const world = new World();
    world.put(object('ConfigMap', 'there', { data: { a: '1' } }));
    world.put(object('Secret', 'there', { data: { a: 'MQ==' } }));
    world.create(pod('a', { volumes: [{ name: 'v', ...source }] }));
    world.settle();
    expect(world.told()).toEqual([`FailedMount: MountVolume.SetUp failed for volume "v" : ${problem}`]);
  });

  it.each([{ configMap: { name: 'none', optional: true } }, { emptyDir: {} }, { hostPath: { path: '/' } }])(
    '%j is there',
    (source) => {
      const world = new World();
      world.create(pod('a', { volumes: [{ name: 'v', ...source }] }));
      world.settle();
      expect(world.pod('a').status?.phase).toBe('Running');
    },
  );

  it('wait for their claim to be bound', () => {
    const world = new World();
    const text =
      'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[data]: error processing PVC default/claim:';
    world.create(pod('a', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'claim' } }] }));
    world.settle();
    expect(world.told()).toEqual([
      `FailedMount: ${text} failed to fetch PVC from API server: persistentvolumeclaims "claim" not found`,
    ]);
    world.put(object('PersistentVolumeClaim', 'claim', { spec: {}, status: { phase: 'Pending' } }));
    world.settle();
    expect(world.told().at(-1)).toBe(`FailedMount: ${text} PVC is not bound`);
    world.put(object('PersistentVolumeClaim', 'claim', { spec: { volumeName: 'pv' }, status: { phase: 'Bound' } }));
    world.settle();
    expect(world.pod('a').status?.phase).toBe('Running');
  });
});

describe('environments', () => {
  it.each([
    [{ envFrom: [{ configMapRef: { name: 'none' } }] }, 'configmap "none" not found'],
    [{ envFrom: [{ secretRef: { name: 'none' } }] }, 'secret "none" not found'],
    [{ env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 'none', key: 'k' } } }] }, 'secret "none" not found'],
    [
      { env: [{ name: 'X', valueFrom: { configMapKeyRef: { name: 'there', key: 'k' } } }] },
      "couldn't find key k in ConfigMap default/there",
    ],
    [
      { env: [{ name: 'X', valueFrom: { secretKeyRef: { name: 'there', key: 'k' } } }] },
      "couldn't find key k in Secret default/there",
    ],
  ])('%j: %s', (container, problem) => {
    const world = new World();
    world.put(object('ConfigMap', 'there', { data: { a: '1' } }));
    world.put(object('Secret', 'there', { data: { a: 'MQ==' } }));
    world.create(pod('a', { container }));
    world.settle();
    expect(world.told().at(-1)).toBe(`Failed: Error: ${problem}`);
    expect(state(world)).toEqual({ waiting: { reason: 'CreateContainerConfigError', message: problem } });
    expect(world.pod('a').status?.phase).toBe('Pending');
  });

  it('that can be made after all let the container start at the next regular look', () => {
    const world = new World();
    world.create(pod('a', { container: { envFrom: [{ configMapRef: { name: 'late' } }] } }));
    world.settle();
    const failed = world.events.at(-1)?.at ?? 0;
    world.advance(13);
    world.put(object('ConfigMap', 'late', { data: {} }));
    world.settle();
    expect(world.pod('a').status?.phase).toBe('Running');
    const pulled = world.events.findLast(({ reason }) => reason === 'Pulled')?.at ?? 0;
    expect(pulled - failed).toBe(20_000);
  });

  it('do not need what is optional', () => {
    const world = new World();
    world.create(pod('a', { container: { envFrom: [{ configMapRef: { name: 'none', optional: true } }] } }));
    world.settle();
    expect(world.pod('a').status?.phase).toBe('Running');
  });
});
