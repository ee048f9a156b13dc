import { describe, expect, it } from 'vitest';
import type { StatefulSetSpec } from '../../../server/src/kubernetes/api.ts';
import type { Action, ApiError } from '../../../server/src/cluster/engine/types.ts';
import { podRevisionLabel } from '../../../server/src/cluster/controllers/controller-revision.ts';
import { statefulSet, World } from './statefulset-fixtures.ts';

// Scenarios: pkg/controller/statefulset/stateful_set_control_test.go of Kubernetes 1.37.2; event texts: stateful_pod_control.go.

const noClaims: Partial<StatefulSetSpec> = { volumeClaimTemplates: undefined };
const parallel: Partial<StatefulSetSpec> = { podManagementPolicy: 'Parallel' };
const refuse =
  (verb: Action['do'], kind: string, error: ApiError) =>
  (action: Action): ApiError | undefined =>
    action.do === verb && ('object' in action ? action.object.kind : 'ref' in action ? action.ref.kind : '') === kind
      ? error
      : undefined;
const internal: ApiError = { code: 500, reason: 'InternalError', message: 'API server failed' };

function settled(replicas: number, spec: Partial<StatefulSetSpec> = {}): World {
  const world = new World(statefulSet(replicas, spec));
  world.settle();
  return world;
}

describe('a new pod', () => {
  it('has a stable name, host name, labels and claims', () => {
    const world = new World(statefulSet(1));
    world.sync();
    const update = world.revisions[0]?.metadata.name;
    expect(world.pod(0)).toMatchObject({
      metadata: {
        name: 'web-0',
        generateName: 'web-',
        labels: {
          foo: 'bar',
          'statefulset.kubernetes.io/pod-name': 'web-0',
          'apps.kubernetes.io/pod-index': '0',
          [podRevisionLabel]: update,
        },
        ownerReferences: [{ kind: 'StatefulSet', name: 'web', controller: true }],
      },
      spec: {
        hostname: 'web-0',
        subdomain: 'governing',
        volumes: [{ name: 'datadir', persistentVolumeClaim: { claimName: 'datadir-web-0' } }],
      },
    });
    expect(world.claims.get('datadir-web-0')).toMatchObject({
      metadata: { labels: { foo: 'bar' } },
      spec: { resources: { requests: { storage: '1Gi' } } },
    });
    expect(world.told).toEqual([
      'Normal SuccessfulCreate Create Claim datadir-web-0 Pod web-0 in StatefulSet web success',
      'Normal SuccessfulCreate Create Pod web-0 in StatefulSet web successful',
    ]);
    expect(world.set.status).toMatchObject({
      observedGeneration: 1,
      replicas: 0,
      currentRevision: update,
      updateRevision: update,
      collisionCount: 0,
    });
  });

  it('replaces a volume of the same name and keeps the others', () => {
    const set = statefulSet(1);
    const template = {
      ...set.spec.template,
      spec: {
        containers: [],
        volumes: [
          { name: 'datadir', emptyDir: {} },
          { name: 'tmp', emptyDir: {} },
        ],
      },
    };
    const world = new World({ ...set, spec: { ...set.spec, template } });
    world.sync();
    expect(world.pod(0).spec?.volumes).toEqual([
      { name: 'datadir', persistentVolumeClaim: { claimName: 'datadir-web-0' } },
      { name: 'tmp', emptyDir: {} },
    ]);
  });
});

describe('scaling in order', () => {
  it('starts a pod only when all before it are ready', () => {
    const world = new World(statefulSet(3));
    for (const expected of [[0], [0], [0, 1], [0, 1], [0, 1, 2]]) {
      world.sync();
      expect(world.ordinals).toEqual(expected);
      const newest = expected.at(-1) ?? 0;
      if (world.pod(newest).status?.phase === 'Pending') world.setStatus(newest, { phase: 'Running' });
      else world.ready(newest);
    }
  });

  it('waits for minReadySeconds, and says when to look again', () => {
    const world = new World(statefulSet(2, { minReadySeconds: 30 }));
    world.sync();
    world.ready(0);
    world.now = 10_000;
    world.sync();
    expect([world.ordinals, world.requeued]).toEqual([[0], 20_000]);
    expect(world.set.status).toMatchObject({ readyReplicas: 1, availableReplicas: 0 });
    world.now = 30_000;
    world.sync();
    expect(world.ordinals).toEqual([0, 1]);
  });

  it('begins at spec.ordinals.start', () => {
    expect(settled(3, { ordinals: { start: 2 } }).ordinals).toEqual([2, 3, 4]);
  });

  it('stops the highest ordinal first, each when the one above is gone', () => {
    const world = settled(4);
    world.change({ replicas: 1 });
    for (const expected of [[0, 1, 2], [0, 1], [0]]) {
      world.sync();
      world.sync();
      expect(world.sorted.filter(({ metadata }) => metadata.deletionTimestamp)).toHaveLength(1);
      world.finish();
      expect(world.ordinals).toEqual(expected);
    }
    expect(world.told.at(-1)).toBe('Normal SuccessfulDelete Delete Pod web-1 in StatefulSet web successful');
  });

  it('does not scale down while a lower pod is not ready, unless it is the one to go', () => {
    const world = settled(3);
    world.setStatus(0, { phase: 'Running' });
    world.change({ replicas: 1 });
    world.sync();
    expect(world.sorted.filter(({ metadata }) => metadata.deletionTimestamp)).toHaveLength(0);
    world.ready(0);
    world.setStatus(1, { phase: 'Running' });
    world.setStatus(2, { phase: 'Running' });
    world.sync();
    expect(world.sorted.filter(({ metadata }) => metadata.deletionTimestamp)).toHaveLength(0);
    world.ready(1);
    world.sync();
    expect(world.pod(2).metadata.deletionTimestamp).toBeDefined();
  });

  it.each(['Failed', 'Succeeded'] as const)('replaces a %s pod once it is gone', (phase) => {
    const world = settled(3);
    world.setStatus(1, { phase });
    world.sync();
    expect(world.pod(1).metadata.deletionTimestamp).toBeDefined();
    world.sync();
    expect(world.told.filter((text) => text.includes('Delete Pod web-1'))).toHaveLength(1);
    world.finish();
    world.sync();
    expect([world.ordinals, world.pod(1).status?.phase]).toEqual([[0, 1, 2], 'Pending']);
  });

  it('waits for a terminating pod before it makes the next', () => {
    const world = settled(3);
    world.terminate(0);
    world.change({ replicas: 4 });
    world.sync();
    expect(world.ordinals).toEqual([0, 1, 2]);
    world.finish();
    world.sync();
    expect(world.pod(0).status?.phase).toBe('Pending');
    expect(world.ordinals).toEqual([0, 1, 2]);
  });

  it('writes nothing but its status while it is being deleted', () => {
    const world = settled(2);
    world.set = { ...world.set, metadata: { ...world.set.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    world.change({ replicas: 5 });
    world.sync();
    expect([world.ordinals, world.set.status?.observedGeneration]).toEqual([[0, 1], 2]);
  });
});

describe('scaling in parallel', () => {
  it('starts and stops all pods at once', () => {
    const world = new World(statefulSet(5, parallel));
    world.sync();
    expect(world.ordinals).toEqual([0, 1, 2, 3, 4]);
    world.change({ replicas: 1 });
    world.sync();
    world.finish();
    expect(world.ordinals).toEqual([0]);
  });

  it('stops after the group of 1, 2, 4 … pods in which creating fails', () => {
    const world = new World(statefulSet(10, { ...parallel, ...noClaims }));
    let allowed = 2;
    world.refusals.push((action) =>
      action.do === 'create' && action.object.kind === 'Pod' && allowed-- <= 0 ? internal : undefined,
    );
    expect(world.sync()).toBe('API server failed');
    expect(world.ordinals).toEqual([0, 1]);
    expect(world.told.filter((text) => text.startsWith('Warning'))).toEqual([
      'Warning FailedCreate Create Pod web-2 in StatefulSet web failed error: API server failed',
    ]);
    expect(world.set.status?.updateRevision).toBeDefined();
    expect(world.sync()).toBe('API server failed');
    expect(world.told.filter((text) => text.startsWith('Warning'))).toHaveLength(2);
  });
});

describe('failures', () => {
  it('tells of a claim that cannot be made, and makes no pod', () => {
    const world = new World(statefulSet(1));
    world.refusals.push(refuse('create', 'PersistentVolumeClaim', internal));
    expect(world.sync()).toBe('failed to create PVC datadir-web-0: API server failed');
    expect(world.told).toEqual([
      'Warning FailedCreate Create Claim datadir-web-0 for Pod web-0 in StatefulSet web failed error: API server failed',
      'Warning FailedCreate Create Pod web-0 in StatefulSet web failed error: failed to create PVC datadir-web-0: API server failed',
    ]);
    expect(world.pods.size).toBe(0);
  });

  it('waits for a claim that is being deleted', () => {
    const world = settled(1);
    const claim = world.claims.get('datadir-web-0');
    if (claim)
      world.claims.set('datadir-web-0', { ...claim, metadata: { ...claim.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } });
    world.terminate(0);
    world.finish();
    expect(world.sync()).toBe('pvc datadir-web-0 is being deleted');
    expect(world.told.at(-1)).toBe(
      'Warning FailedCreate Create Pod web-0 in StatefulSet web failed error: pvc datadir-web-0 is being deleted',
    );
    world.claims.clear();
    expect(world.sync()).toBeUndefined();
    expect([world.ordinals, [...world.claims.keys()]]).toEqual([[0], ['datadir-web-0']]);
  });

  it('says nothing of a pod that exists already, and of one that is gone already', () => {
    const world = new World(statefulSet(1, noClaims));
    world.refusals.push(refuse('create', 'Pod', { code: 409, reason: 'AlreadyExists', message: 'pods "web-0" already exists' }));
    expect(world.sync()).toBe('pods "web-0" already exists');
    expect(world.told).toEqual([]);
    const other = settled(1, noClaims);
    other.refusals.push(refuse('delete', 'Pod', { code: 404, reason: 'NotFound', message: 'pods "web-0" not found' }));
    other.change({ replicas: 0 });
    expect(other.sync()).toBeUndefined();
    expect(other.told.at(-1)).toBe('Normal SuccessfulDelete Delete Pod web-0 in StatefulSet web successful');
  });

  it('stops an update at the first deletion that fails', () => {
    const world = settled(3, {
      ...noClaims,
      ...parallel,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 3 } },
    });
    world.setImage('nginx:2');
    world.refusals.push((action) => (action.do === 'delete' && action.ref.name === 'web-1' ? internal : undefined));
    expect(world.sync()).toBe('API server failed');
    expect(world.told.slice(-2)).toEqual([
      'Normal SuccessfulDelete Delete Pod web-2 in StatefulSet web successful',
      'Warning FailedDelete Delete Pod web-1 in StatefulSet web failed error: API server failed',
    ]);
    expect(world.pod(0).metadata.deletionTimestamp).toBeUndefined();
    expect(world.set.status).toMatchObject({ currentReplicas: 2 });
    expect(world.set.status?.updatedReplicas).toBeUndefined();
  });

  it('repairs labels of its pods', () => {
    const world = settled(1);
    const { metadata } = world.pod(0);
    world.pods.set('web-0', {
      ...world.pod(0),
      metadata: { ...metadata, labels: { ...metadata.labels, 'statefulset.kubernetes.io/pod-name': 'x' } },
    });
    world.sync();
    expect(world.pod(0).metadata.labels?.['statefulset.kubernetes.io/pod-name']).toBe('web-0');
    expect(world.told.at(-1)).toBe('Normal SuccessfulUpdate Update Pod web-0 in StatefulSet web successful');
  });
});

describe('claims', () => {
  it('remake what a pending pod lacks', () => {
    const world = new World(statefulSet(1));
    world.sync();
    world.claims.clear();
    world.sync();
    expect([...world.claims.keys()]).toEqual(['datadir-web-0']);
  });

  it('survive a scale-down under Retain, and are used again', () => {
    const world = settled(2);
    const uid = world.claims.get('datadir-web-1')?.metadata.uid;
    world.change({ replicas: 1 });
    world.settle();
    expect(world.ordinals).toEqual([0]);
    world.change({ replicas: 2 });
    world.settle();
    expect(world.claims.get('datadir-web-1')?.metadata.uid).toBe(uid);
  });

  it.each([
    ['Retain', 'Retain', [], []],
    ['Delete', 'Retain', ['web'], ['web']],
    ['Retain', 'Delete', [], ['web-1']],
    ['Delete', 'Delete', ['web'], ['web-1']],
  ])('whenDeleted %s, whenScaled %s: owned by %j, when condemned by %j', (whenDeleted, whenScaled, alive, condemned) => {
    const world = settled(2, { persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled } });
    const owners = () => (world.claims.get('datadir-web-1')?.metadata.ownerReferences ?? []).map(({ name }) => name);
    expect(owners()).toEqual(alive);
    world.change({ replicas: 1 });
    world.sync();
    expect(owners()).toEqual(condemned);
    world.finish();
    expect(world.claims.has('datadir-web-1')).toBe(whenScaled === 'Retain');
  });

  it('block a new pod while they wait to go with the old one', () => {
    const world = settled(2, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Delete' } });
    world.change({ replicas: 1 });
    world.sync();
    world.pods.delete('web-1');
    world.change({ replicas: 2 });
    expect(world.sync()).toBeUndefined();
    expect(world.ordinals).toEqual([0]);
    world.claims.delete('datadir-web-1');
    world.sync();
    expect(world.ordinals).toEqual([0, 1]);
  });

  it('get their owners when the policy changes', () => {
    const world = settled(1);
    world.change({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' } });
    world.sync();
    expect(world.claims.get('datadir-web-0')?.metadata.ownerReferences).toMatchObject([
      { kind: 'StatefulSet', uid: 'set-uid', controller: true },
    ]);
    expect(world.told.at(-1)).toBe('Normal SuccessfulUpdate Update Pod web-0 in StatefulSet web successful');
  });
});
