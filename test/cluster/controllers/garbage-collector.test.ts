import { describe, expect, it } from 'vitest';
import { garbageCollector } from '../../../server/src/cluster/controllers/garbage-collector.ts';
import type { ConfigMap, OwnerReference } from '../../../server/src/kubernetes/api.ts';
import { World } from './world.ts';

const world = () => new World(garbageCollector as never);

function map(
  name: string,
  owners: readonly ConfigMap[] = [],
  options: { blocking?: boolean; namespace?: string; finalizers?: string[] } = {},
): ConfigMap {
  const { blocking = true, namespace = 'default', finalizers } = options;
  const ownerReferences = owners.map(
    ({ metadata }): OwnerReference => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: metadata.name ?? '',
      uid: metadata.uid ?? '',
      blockOwnerDeletion: blocking,
    }),
  );
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, ownerReferences, ...(finalizers && { finalizers }) },
  };
}

describe('garbage collection', () => {
  it('in the background: the owner goes first, then all that hangs on it', () => {
    const at = world();
    const owner = at.create(map('owner'));
    const child = at.create(map('child', [owner]));
    at.create(map('grandchild', [child]));
    at.settle();
    at.delete(owner, 'Background');
    expect(at.names('ConfigMap')).toEqual(['child', 'grandchild']);
    at.settle();
    expect(at.names('ConfigMap')).toEqual([]);
  });

  it('keeps what still has another owner, without the reference to the one that is gone', () => {
    const at = world();
    const [a, b] = [at.create(map('a')), at.create(map('b'))];
    at.create(map('child', [a, b]));
    at.settle();
    at.delete(a);
    at.settle();
    expect(at.get<ConfigMap>('ConfigMap', 'child')?.metadata.ownerReferences).toMatchObject([{ name: 'b' }]);
  });

  it('in the foreground: the owner waits for those dependents that block it', () => {
    const at = world();
    const owner = at.create(map('owner'));
    const blocking = at.create(map('blocking', [owner], { finalizers: ['example.com/wait'] }));
    at.create(map('other', [owner], { blocking: false, finalizers: ['example.com/wait'] }));
    at.settle();
    at.delete(owner, 'Foreground');
    at.settle();
    expect(at.get('ConfigMap', 'owner')?.metadata).toMatchObject({
      finalizers: ['foregroundDeletion'],
      deletionTimestamp: expect.any(String),
    });
    expect(at.get('ConfigMap', 'other')?.metadata.deletionTimestamp).toBeDefined();
    at.change(blocking, (live) => ({ ...live, metadata: { ...live.metadata, finalizers: [] } }));
    at.settle();
    expect(at.names('ConfigMap')).toEqual(['other']);
  });

  it('in the foreground all the way down', () => {
    const at = world();
    const owner = at.create(map('owner'));
    const child = at.create(map('child', [owner]));
    at.create(map('grandchild', [child]));
    at.settle();
    at.delete(owner, 'Foreground');
    at.settle();
    expect(at.names('ConfigMap')).toEqual([]);
    const gone = at.trace.flatMap((entry) => (entry.verb === 'delete' ? [entry.ref.name] : []));
    expect(gone).toEqual(['grandchild', 'child', 'owner']);
  });

  it('leaves orphans where that is asked for', () => {
    const at = world();
    const owner = at.create(map('owner'));
    at.create(map('child', [owner]));
    at.settle();
    at.delete(owner, 'Orphan');
    at.settle();
    expect(at.names('ConfigMap')).toEqual(['child']);
    expect(at.get('ConfigMap', 'child')?.metadata.ownerReferences ?? []).toEqual([]);
  });

  it('takes what is created for an owner that does not exist', () => {
    const at = world();
    at.create(map('child', [{ ...map('never'), metadata: { name: 'never', uid: 'no-such-uid' } }]));
    at.settle();
    expect(at.names('ConfigMap')).toEqual([]);
  });

  it('takes an owner of the same name but another uid for absent', () => {
    const at = world();
    const owner = at.create(map('owner'));
    at.create(map('child', [owner]));
    at.settle();
    at.delete(owner);
    at.create(map('owner'));
    at.settle();
    expect(at.names('ConfigMap')).toEqual(['owner']);
  });

  it('takes an owner in another namespace for absent, and says so', () => {
    const at = world();
    const owner = at.create(map('owner', [], { namespace: 'there' }));
    at.create(map('child', [owner]));
    at.settle();
    expect(at.names('ConfigMap')).toEqual(['owner']);
    expect(at.events()).toEqual([
      `ConfigMap/child Warning OwnerRefInvalidNamespace ownerRef [v1/ConfigMap, namespace: default, name: owner, uid: ${owner.metadata.uid ?? ''}] does not exist in namespace "default"`,
    ]);
  });

  it('does not mind a circle', () => {
    const at = world();
    const a = at.create(map('a'));
    const b = at.create(map('b', [a]));
    at.change(a, (live) => ({
      ...live,
      metadata: { ...live.metadata, ownerReferences: map('x', [b]).metadata.ownerReferences },
    }));
    at.settle();
    expect(at.names('ConfigMap')).toEqual(['a', 'b']);
    at.delete(a, 'Foreground');
    at.settle();
    expect(at.names('ConfigMap')).toEqual([]);
  });
});
