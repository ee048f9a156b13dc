import { describe, expect, it } from 'vitest';
import { persistentVolumeController } from '../../../server/src/cluster/controllers/persistent-volume.ts';
import {
  claimProtectionController,
  volumeProtectionController,
} from '../../../server/src/cluster/controllers/persistent-volume-protection.ts';
import { persistentVolumeProvisioner } from '../../../server/src/cluster/controllers/persistent-volume-provisioner.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../../server/src/kubernetes/api.ts';
import { World } from './world.ts';

const world = () =>
  new World(
    persistentVolumeController as never,
    persistentVolumeProvisioner as never,
    claimProtectionController as never,
    volumeProtectionController as never,
  );

const storageClass = (name: string, volumeBindingMode: StorageClass['volumeBindingMode'], isDefault = false): StorageClass => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, ...(isDefault && { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }) },
  provisioner: 'example.com/disk',
  reclaimPolicy: 'Delete',
  volumeBindingMode,
});

const claim = (spec: Partial<PersistentVolumeClaim['spec']> = {}, name = 'data'): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default', finalizers: ['kubernetes.io/pvc-protection'] },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } }, volumeMode: 'Filesystem', ...spec },
});

const volume = (name: string, storage: string, spec: Partial<PersistentVolume['spec']> = {}): PersistentVolume => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name, finalizers: ['kubernetes.io/pv-protection'] },
  spec: {
    capacity: { storage },
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    hostPath: { path: '/x' },
    ...spec,
  },
});

const user = (nodeName?: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default' },
  spec: {
    containers: [],
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    ...(nodeName !== undefined && { nodeName }),
  },
});

const live = (at: World, name = 'data') => at.get<PersistentVolumeClaim>('PersistentVolumeClaim', name);
const volumes = (at: World) => at.store.list<PersistentVolume>('PersistentVolume');

describe('dynamic provisioning', () => {
  it('makes a volume at once for a class that binds immediately', () => {
    const at = world();
    at.create(storageClass('fast', 'Immediate'));
    const { metadata } = at.create(claim({ storageClassName: 'fast' }));
    at.settle();
    const name = `pvc-${metadata.uid ?? ''}`;
    expect(live(at)).toMatchObject({
      metadata: {
        annotations: {
          'pv.kubernetes.io/bind-completed': 'yes',
          'pv.kubernetes.io/bound-by-controller': 'yes',
          'volume.kubernetes.io/storage-provisioner': 'example.com/disk',
        },
      },
      spec: { volumeName: name },
      status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '5Gi' } },
    });
    expect(volumes(at)).toMatchObject([
      {
        metadata: { name, annotations: { 'pv.kubernetes.io/provisioned-by': 'example.com/disk' } },
        spec: {
          capacity: { storage: '5Gi' },
          claimRef: { kind: 'PersistentVolumeClaim', name: 'data', uid: metadata.uid },
          storageClassName: 'fast',
          persistentVolumeReclaimPolicy: 'Delete',
        },
        status: { phase: 'Bound' },
      },
    ]);
    expect(at.events()).toEqual([
      "PersistentVolumeClaim/data Normal ExternalProvisioning Waiting for a volume to be created either by the external provisioner 'example.com/disk' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      'PersistentVolumeClaim/data Normal Provisioning External provisioner is provisioning volume for claim "default/data"',
      `PersistentVolumeClaim/data Normal ProvisioningSucceeded Successfully provisioned volume ${name}`,
    ]);
  });

  it('waits for the first consumer where the class says so', () => {
    const at = world();
    at.create(storageClass('slow', 'WaitForFirstConsumer'));
    at.create(claim({ storageClassName: 'slow' }));
    at.settle();
    expect(at.events()).toEqual([
      'PersistentVolumeClaim/data Normal WaitForFirstConsumer waiting for first consumer to be created before binding',
    ]);
    expect(live(at)?.status?.phase).toBe('Pending');
    at.change(claim(), (found) => ({
      ...found,
      metadata: { ...found.metadata, annotations: { 'volume.kubernetes.io/selected-node': 'n1' } },
    }));
    at.settle();
    expect(live(at)?.status?.phase).toBe('Bound');
  });

  it('names the pod that it waits for', () => {
    const at = world();
    at.create(storageClass('slow', 'WaitForFirstConsumer'));
    at.create(user());
    at.create(claim({ storageClassName: 'slow' }));
    at.settle();
    expect(at.events()).toEqual(['PersistentVolumeClaim/data Normal WaitForPodScheduled waiting for pod p to be scheduled']);
  });

  it('takes the default class for a claim that names none, but none for one that says so', () => {
    const at = world();
    at.create(storageClass('standard', 'Immediate', true));
    at.create(claim());
    at.create(claim({ storageClassName: '' }, 'none'));
    at.settle();
    expect(live(at)).toMatchObject({ spec: { storageClassName: 'standard' }, status: { phase: 'Bound' } });
    expect(live(at, 'none')?.status?.phase).toBe('Pending');
    expect(at.events()).toContain(
      'PersistentVolumeClaim/none Normal FailedBinding no persistent volumes available for this claim and no storage class is set',
    );
  });

  it('says when there is no such class, and goes on once there is', () => {
    const at = world();
    at.create(claim({ storageClassName: 'fast' }));
    at.settle();
    expect(at.events()).toEqual([
      'PersistentVolumeClaim/data Warning ProvisioningFailed storageclass.storage.k8s.io "fast" not found',
    ]);
    at.create(storageClass('fast', 'Immediate'));
    at.settle();
    expect(live(at)?.status?.phase).toBe('Bound');
  });

  it('deletes its volume with the claim', () => {
    const at = world();
    at.create(storageClass('fast', 'Immediate'));
    at.create(claim({ storageClassName: 'fast' }));
    at.settle();
    at.delete(claim());
    at.settle();
    expect([...at.names('PersistentVolumeClaim'), ...at.names('PersistentVolume')]).toEqual([]);
  });
});

describe('volumes made by hand', () => {
  it('are available, and the smallest that is large enough is taken', () => {
    const at = world();
    at.create(volume('big', '100Gi'));
    at.create(volume('fits', '10Gi'));
    at.create(volume('small', '1Gi'));
    at.create(volume('shared', '6Gi', { accessModes: ['ReadOnlyMany'] }));
    at.create(volume('classy', '6Gi', { storageClassName: 'gold' }));
    at.settle();
    expect(volumes(at).map(({ status }) => status?.phase)).toEqual([
      'Available',
      'Available',
      'Available',
      'Available',
      'Available',
    ]);
    at.create(claim({ storageClassName: '' }));
    at.settle();
    expect(live(at)).toMatchObject({ spec: { volumeName: 'fits' }, status: { phase: 'Bound', capacity: { storage: '10Gi' } } });
    expect(at.get('PersistentVolume', 'fits')).toMatchObject({
      status: { phase: 'Bound' },
      metadata: { annotations: { 'pv.kubernetes.io/bound-by-controller': 'yes' } },
    });
  });

  it('are released, not deleted, where they are retained', () => {
    const at = world();
    at.create(volume('fits', '10Gi'));
    at.create(claim({ storageClassName: '' }));
    at.settle();
    at.delete(claim());
    at.settle();
    expect(at.get<PersistentVolume>('PersistentVolume', 'fits')?.status?.phase).toBe('Released');
  });

  it('cannot be deleted by anybody where no plug-in can', () => {
    const at = world();
    at.create(volume('fits', '10Gi', { persistentVolumeReclaimPolicy: 'Delete' }));
    at.create(claim({ storageClassName: '' }));
    at.settle();
    at.delete(claim());
    at.settle();
    expect(at.get<PersistentVolume>('PersistentVolume', 'fits')?.status).toMatchObject({
      phase: 'Failed',
      message: 'error getting deleter volume plugin for volume "fits": no deletable volume plugin matched',
    });
  });

  it.each([
    ['1Gi', {}, 'requested PV is too small'],
    ['10Gi', { storageClassName: 'gold' }, 'storageClassName does not match'],
    ['10Gi', { volumeMode: 'Block' as const }, 'incompatible volumeMode'],
    ['10Gi', { accessModes: ['ReadOnlyMany' as const] }, 'incompatible accessMode'],
  ])('that are asked for by name must fit: %s %o', (size, spec, reason) => {
    const at = world();
    at.create(volume('v', size, spec));
    at.create(claim({ storageClassName: '', volumeName: 'v' }));
    at.settle();
    expect(at.events()).toEqual([
      `PersistentVolumeClaim/data Warning VolumeMismatch Cannot bind to requested volume "v": ${reason}`,
    ]);
  });

  it('that another claim has are refused', () => {
    const at = world();
    at.create(volume('v', '10Gi', { claimRef: { namespace: 'default', name: 'other', uid: 'other' } }));
    at.create(claim({ storageClassName: '', volumeName: 'v' }));
    at.settle();
    expect(at.events()).toEqual([
      'PersistentVolumeClaim/data Warning FailedBinding volume "v" already bound to a different claim.',
    ]);
  });

  it('are missed when they go', () => {
    const at = world();
    at.create(volume('v', '10Gi'));
    at.create(claim({ storageClassName: '' }));
    at.settle();
    at.change(volume('v', '10Gi'), (found) => ({ ...found, metadata: { ...found.metadata, finalizers: [] } }));
    at.delete(volume('v', '10Gi'));
    at.settle();
    expect(live(at)?.status?.phase).toBe('Lost');
    expect(at.events()).toContain(
      'PersistentVolumeClaim/data Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!',
    );
  });
});

describe('protection', () => {
  it('keeps a claim while a pod with a node uses it', () => {
    const at = world();
    at.create(volume('v', '10Gi'));
    at.create(claim({ storageClassName: '' }));
    at.create(user('n1'));
    at.settle();
    expect(live(at)?.status?.conditions).toMatchObject([
      { type: 'Unused', status: 'False', reason: 'PodUsingPVC', message: 'A pod is currently referencing this PVC' },
    ]);
    at.delete(claim());
    at.settle();
    expect(live(at)?.metadata).toMatchObject({
      deletionTimestamp: expect.any(String),
      finalizers: ['kubernetes.io/pvc-protection'],
    });
    at.delete(user('n1'), undefined, 0);
    at.settle();
    expect(live(at)).toBeUndefined();
  });

  it('notes claims that nobody uses', () => {
    const at = world();
    at.create(volume('v', '10Gi'));
    at.create(claim({ storageClassName: '' }));
    at.settle();
    expect(live(at)?.status?.conditions).toMatchObject([
      { type: 'Unused', status: 'True', reason: 'NoPodsUsingPVC', message: 'No pods are currently referencing this PVC' },
    ]);
  });

  it('keeps a volume while it is bound', () => {
    const at = world();
    at.create(volume('v', '10Gi'));
    at.create(claim({ storageClassName: '' }));
    at.settle();
    at.delete(volume('v', '10Gi'));
    at.settle();
    expect(at.names('PersistentVolume')).toEqual(['v']);
    at.delete(claim());
    at.settle();
    expect(at.names('PersistentVolume')).toEqual([]);
  });
});
