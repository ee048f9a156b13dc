import { describe, expect, it } from 'vitest';
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { Bench, node, onNode, pod, storeOf } from './fixtures.ts';

const nodes = [node('a', { labels: { zone: 'z1' } }), node('b', { labels: { zone: 'z2' } })];
const storageClass = (name: string, more: Partial<StorageClass> = {}): StorageClass => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner: 'example.com/disk',
  volumeBindingMode: 'WaitForFirstConsumer',
  ...more,
});
const claim = (
  name: string,
  more: PersistentVolumeClaim['spec'] = {},
  status?: PersistentVolumeClaim['status'],
): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default', uid: `uid-${name}` },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'disk', ...more },
  status: status ?? { phase: 'Pending' },
});
const volume = (name: string, size: string, zone: string, more: PersistentVolume['spec'] = {}): PersistentVolume => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: {
    capacity: { storage: size },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'disk',
    nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: [zone] }] }] } },
    ...more,
  },
  status: { phase: 'Available' },
});
const bound = (name: string, volumeName: string) => claim(name, { volumeName }, { phase: 'Bound' });
const using = (name: string, ...claims: string[]): Pod =>
  pod(name, { spec: { volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })) } });
const notHelpful = 'preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.';

describe('claims that cannot be served', () => {
  const messageFor = (incoming: Pod, ...objects: KubernetesObject[]) => {
    const bench = new Bench(storeOf(...nodes, ...objects, incoming));
    bench.round();
    return bench.messages[0];
  };

  it('says that a claim is missing', () => {
    expect(messageFor(using('p', 'data'))).toBe('0/2 nodes are available: persistentvolumeclaim "data" not found. not found');
  });

  it('waits for claims that are bound at once', () => {
    const immediate = storageClass('disk', { volumeBindingMode: 'Immediate' });
    const expected = '0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found';
    expect(messageFor(using('p', 'data'), immediate, claim('data'))).toBe(expected);
    expect(messageFor(using('p', 'data'), claim('data', { storageClassName: '' }))).toBe(expected);
  });

  it('says that a claim is lost or going away', () => {
    const lost = claim('data', { volumeName: 'v' }, { phase: 'Lost' });
    expect(messageFor(using('p', 'data'), lost)).toContain(
      'persistentvolumeclaim "data" bound to non-existent persistentvolume "v"',
    );
    const going = { ...claim('data'), metadata: { ...claim('data').metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(messageFor(using('p', 'data'), going)).toContain('persistentvolumeclaim "data" is being deleted');
  });

  it('finds no volume where nobody makes one', () => {
    const local = storageClass('disk', { provisioner: 'kubernetes.io/no-provisioner' });
    expect(messageFor(using('p', 'data'), local, claim('data'))).toBe(
      `0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind. ${notHelpful}`,
    );
  });

  it('lets one pod at a time use a ReadWriteOncePod claim', () => {
    const exclusive = claim('data', { volumeName: 'v', accessModes: ['ReadWriteOncePod'] }, { phase: 'Bound' });
    const everywhere = volume('v', '1Gi', 'z1', { nodeAffinity: undefined });
    const message = messageFor(using('p', 'data'), exclusive, everywhere, onNode('a', using('holder', 'data')));
    expect(message).toContain(
      '2 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
    );
  });
});

describe('bound claims', () => {
  it('keep the pod where the volume is', () => {
    const bench = new Bench(storeOf(...nodes, bound('data', 'v'), volume('v', '1Gi', 'z2'), using('p', 'data')));
    bench.round();
    expect(bench.nodeOf('p')).toBe('b');
  });

  it('say so when the volume is nowhere to be reached', () => {
    const bench = new Bench(storeOf(...nodes, bound('data', 'v'), volume('v', '1Gi', 'z9'), using('p', 'data')));
    bench.round();
    expect(bench.messages[0]).toContain("2 node(s) didn't match PersistentVolume's node affinity");
  });
});

describe('claims that wait for a consumer', () => {
  const start = (...objects: KubernetesObject[]) => {
    const bench = new Bench(storeOf(...nodes, ...objects));
    bench.round(0);
    return bench;
  };
  const claimOf = (bench: Bench, name: string) =>
    bench.store.get<PersistentVolumeClaim>('PersistentVolumeClaim', 'default', name);

  it('are told the node, and the pod is bound at the next look once they are bound', () => {
    const bench = start(storageClass('disk'), claim('data'), using('p', 'data'));
    expect(claimOf(bench, 'data')?.metadata.annotations).toEqual({ 'volume.kubernetes.io/selected-node': 'a' });
    expect(bench.store.get<Pod>('Pod', 'default', 'p')?.status?.nominatedNodeName).toBe('a');
    expect(bench.nodeOf('p')).toBeUndefined();
    bench.store.put({
      ...claimOf(bench, 'data'),
      ...{ spec: { ...claimOf(bench, 'data')?.spec, volumeName: 'v' }, status: { phase: 'Bound' } },
    } as PersistentVolumeClaim);
    bench.store.put(volume('v', '1Gi', 'z1'));
    bench.round(300);
    expect(bench.nodeOf('p')).toBeUndefined();
    expect(bench.requeue).toEqual({ after: 700, background: false });
    bench.round(1000);
    expect(bench.nodeOf('p')).toBe('a');
    expect(bench.store.get<Pod>('Pod', 'default', 'p')?.status?.nominatedNodeName).toBeUndefined();
  });

  it('hold the place on the node meanwhile', () => {
    const one = node('a', { allocatable: { pods: '1' } });
    const bench = new Bench(storeOf(one, storageClass('disk'), claim('data'), using('p', 'data')));
    bench.round(0);
    bench.store.put(pod('late'));
    bench.round(10);
    expect(bench.nodeOf('late')).toBeUndefined();
    expect(bench.messages.at(-1)).toContain('1 Too many pods');
  });

  it('take the smallest volume that fits the claim and the node, one for each', () => {
    const local = storageClass('disk', { provisioner: 'kubernetes.io/no-provisioner' });
    const volumes = [volume('large', '9Gi', 'z2'), volume('small', '2Gi', 'z2'), volume('tiny', '100Mi', 'z1')];
    const bench = start(local, claim('one'), claim('two'), ...volumes, using('p', 'one'), using('q', 'two'));
    const reserved = (name: string) => bench.store.get<PersistentVolume>('PersistentVolume', '', name)?.spec?.claimRef?.name;
    expect([reserved('small'), reserved('large'), reserved('tiny')]).toEqual(['one', 'two', undefined]);
  });

  it('make the pod try again when the volume could not be made', () => {
    const bench = start(storageClass('disk'), claim('data'), using('p', 'data'));
    bench.store.put({
      ...claimOf(bench, 'data'),
      metadata: { ...claimOf(bench, 'data')?.metadata, annotations: {} },
    } as PersistentVolumeClaim);
    bench.round(500);
    expect(bench.messages).toEqual([
      'running PreBind plugin "VolumeBinding": binding volumes: provisioning failed for PVC "data"',
    ]);
    expect(bench.requeue).toEqual({ after: 1000, background: false });
    bench.round(1500);
    expect(claimOf(bench, 'data')?.metadata.annotations).toEqual({ 'volume.kubernetes.io/selected-node': 'a' });
  });

  it('are only served where the class allows it', () => {
    const allowedTopologies = [{ matchLabelExpressions: [{ key: 'zone', values: ['z2'] }] }];
    const bench = start(storageClass('disk', { allowedTopologies }), claim('data'), using('p', 'data'));
    expect(claimOf(bench, 'data')?.metadata.annotations).toEqual({ 'volume.kubernetes.io/selected-node': 'b' });
  });
});
