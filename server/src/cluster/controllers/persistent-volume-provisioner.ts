import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { type Action, type Controller, keyOf, type Reader, type ReconcileContext, type VirtualMs } from '../engine/types.ts';
import { claimClass, provisionedByAnnotation, provisionerAnnotation } from './persistent-volume-matching.ts';
import { event } from './pod-control.ts';

/** How long making a volume takes in the emulated cluster. */
const provisionMs = 1000;

const finalizer = 'external-provisioner.volume.kubernetes.io/finalizer';

export type ProvisionerObservation =
  | { readonly wanted: PersistentVolumeClaim; readonly storageClass: StorageClass; readonly startedAt: VirtualMs | undefined }
  | { readonly released: PersistentVolume };

/**
 * Stands for all external provisioners: makes the volumes that claims ask for and deletes them when they are released. Keys
 * are `namespace/name` for claims and `/name` for volumes.
 * Source: the kubernetes-csi external-provisioner and sig-storage-lib-external-provisioner (events, names and finalizer)
 */
export const persistentVolumeProvisioner: Controller<ProvisionerObservation> = {
  name: 'external-provisioner',
  watches: {
    PersistentVolumeClaim: ({ type, object }) =>
      type !== 'deleted' && object.metadata.annotations?.[provisionerAnnotation] !== undefined ? [keyOf(object)] : [],
    PersistentVolume: ({ type, object }) => (type !== 'deleted' && isReleased(object) ? [keyOf(object)] : []),
  },
  observe,
  reconcile: (observation, context) =>
    'released' in observation ? deleteVolume(observation.released) : provision(observation, context),
};

function observe(key: string, read: Reader, memory: unknown): ProvisionerObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  if (namespace === '') {
    const released = read.get<PersistentVolume>('PersistentVolume', '', name);
    return released !== undefined && isReleased(released) ? { released } : undefined;
  }
  const wanted = read.get<PersistentVolumeClaim>('PersistentVolumeClaim', namespace, name);
  if (wanted === undefined || (wanted.spec?.volumeName ?? '') !== '' || wanted.metadata.deletionTimestamp !== undefined)
    return undefined;
  const storageClass = read.get<StorageClass>('StorageClass', '', claimClass(wanted));
  if (storageClass === undefined || wanted.metadata.annotations?.[provisionerAnnotation] !== storageClass.provisioner)
    return undefined;
  if (read.get('PersistentVolume', '', volumeNameOf(wanted)) !== undefined) return undefined;
  return { wanted, storageClass, startedAt: memory as VirtualMs | undefined };
}

function volumeNameOf({ metadata }: PersistentVolumeClaim): string {
  return `pvc-${metadata.uid ?? ''}`;
}

function provision(observation: Extract<ProvisionerObservation, { wanted: unknown }>, { now }: ReconcileContext): Action[] {
  const { wanted, storageClass, startedAt } = observation;
  if (startedAt === undefined) {
    const claim = `${wanted.metadata.namespace ?? ''}/${wanted.metadata.name ?? ''}`;
    const message = `External provisioner is provisioning volume for claim ${JSON.stringify(claim)}`;
    return [
      event(wanted, 'Normal', 'Provisioning', message),
      { do: 'remember', value: now },
      { do: 'requeue', after: provisionMs },
    ];
  }
  if (now < startedAt + provisionMs) return [{ do: 'requeue', after: startedAt + provisionMs - now }];
  const succeeded = event(wanted, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${volumeNameOf(wanted)}`);
  return [{ do: 'create', object: volumeFor(wanted, storageClass) }, succeeded, { do: 'remember', value: undefined }];
}

function volumeFor(claim: PersistentVolumeClaim, storageClass: StorageClass): PersistentVolume {
  const { provisioner, reclaimPolicy = 'Delete', mountOptions } = storageClass;
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  const volumeName = volumeNameOf(claim);
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName,
      annotations: { [provisionedByAnnotation]: provisioner },
      ...(reclaimPolicy === 'Delete' && { finalizers: [finalizer] }),
    },
    spec: {
      accessModes: claim.spec?.accessModes,
      capacity: { storage: claim.spec?.resources?.requests?.['storage'] ?? '0' },
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, resourceVersion, uid },
      ...sourceOf(provisioner, volumeName),
      ...(mountOptions !== undefined && { mountOptions }),
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: claimClass(claim),
      volumeMode: claim.spec?.volumeMode ?? 'Filesystem',
    },
  };
}

/** Provisioners whose name is none of a CSI driver make volumes of other sorts; directories of the node stand for all of them. */
function sourceOf(provisioner: string, volumeName: string): Pick<NonNullable<PersistentVolume['spec']>, 'csi' | 'hostPath'> {
  if (!provisioner.includes('/')) return { csi: { driver: provisioner, volumeHandle: volumeName } };
  return { hostPath: { path: `/var/lib/volumes/${volumeName}`, type: 'DirectoryOrCreate' } };
}

function isReleased({ metadata, spec, status }: PersistentVolume): boolean {
  const isOurs =
    metadata.annotations?.[provisionedByAnnotation] !== undefined && spec?.persistentVolumeReclaimPolicy === 'Delete';
  return (
    isOurs &&
    status?.phase === 'Released' &&
    (metadata.deletionTimestamp === undefined || metadata.finalizers?.includes(finalizer) === true)
  );
}

function deleteVolume(volume: PersistentVolume): Action[] {
  if (volume.metadata.deletionTimestamp !== undefined) return [{ do: 'update', object: withoutFinalizer(volume) }];
  return [{ do: 'delete', ref: { kind: 'PersistentVolume', namespace: '', name: volume.metadata.name ?? '' } }];
}

function withoutFinalizer(volume: KubernetesObject): KubernetesObject {
  const finalizers = (volume.metadata.finalizers ?? []).filter((other) => other !== finalizer);
  return { ...volume, metadata: { ...volume.metadata, finalizers } };
}
