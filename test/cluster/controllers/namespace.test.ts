import { describe, expect, it } from 'vitest';
import { namespaceController } from '../../../server/src/cluster/controllers/namespace.ts';
import { rootCaPublisher, serviceAccountController } from '../../../server/src/cluster/controllers/namespace-content.ts';
import type { ConfigMap, Namespace, Pod } from '../../../server/src/kubernetes/api.ts';
import { World } from './world.ts';

const space: Namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } };
const map = (name: string, finalizers?: string[]): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'team', ...(finalizers && { finalizers }) },
});
const pod = (name: string, nodeName?: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'team' },
  spec: { containers: [], terminationGracePeriodSeconds: 30, ...(nodeName !== undefined && { nodeName }) },
});

describe('a new namespace', () => {
  it('gets its ServiceAccount and the certificate authority, again when they are deleted', () => {
    const world = new World(serviceAccountController as never, rootCaPublisher as never);
    world.create(space);
    world.settle();
    expect(world.get('ServiceAccount', 'default', 'team')).toBeDefined();
    expect(world.get('ConfigMap', 'kube-root-ca.crt', 'team')).toMatchObject({
      data: { 'ca.crt': expect.stringContaining('BEGIN CERTIFICATE') },
    });
    world.delete({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'team' } });
    world.settle();
    expect(world.get('ServiceAccount', 'default', 'team')).toBeDefined();
  });
});

describe('a namespace that is deleted', () => {
  it('goes with all that is in it', () => {
    const world = new World(namespaceController as never);
    world.create(space);
    world.create(map('a'));
    world.create(pod('p'));
    world.delete(space);
    expect(world.get<Namespace>('Namespace', 'team')?.status?.phase).toBe('Terminating');
    world.settle();
    expect([...world.names('Namespace'), ...world.names('ConfigMap'), ...world.names('Pod')]).toEqual([]);
  });

  it('loses its pods first, and looks again after half their grace', () => {
    const world = new World(namespaceController as never);
    world.create(space);
    world.create(map('a'));
    world.create(pod('p', 'n1'));
    world.delete(space);
    world.settle(1000);
    expect(world.names('ConfigMap')).toEqual(['a']);
    expect(world.get('Pod', 'p', 'team')?.metadata.deletionTimestamp).toBeDefined();
    world.delete(pod('p', 'n1'), undefined, 0);
    world.settle(14_000);
    expect(world.names('ConfigMap')).toEqual(['a']);
    world.settle(2000);
    expect(world.names('Namespace')).toEqual([]);
  });

  it('says what holds it', () => {
    const world = new World(namespaceController as never);
    world.create(space);
    world.create(map('a', ['example.com/hold']));
    world.create(map('b', ['example.com/hold']));
    world.delete(space);
    world.settle(1000);
    expect(world.get<Namespace>('Namespace', 'team')?.status?.conditions).toMatchObject([
      {
        type: 'NamespaceDeletionDiscoveryFailure',
        status: 'False',
        reason: 'ResourcesDiscovered',
        message: 'All resources successfully discovered',
      },
      { type: 'NamespaceDeletionGroupVersionParsingFailure', status: 'False', reason: 'ParsedGroupVersions' },
      { type: 'NamespaceDeletionContentFailure', status: 'False', reason: 'ContentDeleted' },
      {
        type: 'NamespaceContentRemaining',
        status: 'True',
        reason: 'SomeResourcesRemain',
        message: 'Some resources are remaining: configmaps. has 2 resource instances',
      },
      {
        type: 'NamespaceFinalizersRemaining',
        status: 'True',
        reason: 'SomeFinalizersRemain',
        message: 'Some content in the namespace has finalizers remaining: example.com/hold in 2 resource instances',
      },
    ]);
    for (const name of ['a', 'b'])
      world.change(map(name), (live) => ({ ...live, metadata: { ...live.metadata, finalizers: [] } }));
    world.settle();
    expect(world.names('Namespace')).toEqual([]);
  });
});
