import type { PersistentVolume, PersistentVolumeClaim } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { type Action, type Change, type Controller, keyOf, type Reader } from '../engine/types.ts';
import { withVolumePhase } from './persistent-volume-bind.ts';
import { type ClaimObservation, observeClaim, syncClaim } from './persistent-volume-claim.ts';
import { provisionedByAnnotation } from './persistent-volume-matching.ts';
import { event } from './pod-control.ts';

export interface VolumeObservation {
  readonly volume: PersistentVolume;
  /** The very claim that the volume is reserved for, by uid where it has one. */
  readonly claim: PersistentVolumeClaim | undefined;
}

/**
 * Binds claims and volumes to each other. Keys are `namespace/name` for claims and `/name` for volumes.
 * Source: pkg/controller/volume/persistentvolume/pv_controller.go;
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/
 */
export const persistentVolumeController: Controller<ClaimObservation | VolumeObservation> = {
  name: 'persistentvolume-controller',
  watches: {
    PersistentVolumeClaim: (change) => [keyOf(change.object), ...volumeOfGoneClaim(change)],
    PersistentVolume: ({ object }, read) => [keyOf(object), ...claimsConcerned(object, read)],
    StorageClass: ({ type }, read) => (type === 'added' ? pendingClaims(read) : []),
  },
  observe,
  reconcile: (observation): readonly Action[] => ('volume' in observation ? syncVolume(observation) : syncClaim(observation)),
};

function volumeOfGoneClaim({ type, object }: Change): string[] {
  const volumeName = (object as PersistentVolumeClaim).spec?.volumeName;
  return type === 'deleted' && volumeName !== undefined ? [`/${volumeName}`] : [];
}

/** A free volume may suit any claim that waits; another concerns the claim that it is reserved for. */
function claimsConcerned({ spec }: PersistentVolume, read: Reader): string[] {
  const reference = spec?.claimRef;
  return reference === undefined ? pendingClaims(read) : [`${reference.namespace ?? ''}/${reference.name ?? ''}`];
}

function pendingClaims(read: Reader): string[] {
  return read
    .list<PersistentVolumeClaim>('PersistentVolumeClaim')
    .filter(({ status }) => status?.phase !== 'Bound')
    .map((claim: KubernetesObject) => keyOf(claim));
}

function observe(key: string, read: Reader, memory: unknown): ClaimObservation | VolumeObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  if (namespace !== '') {
    const claim = read.get<PersistentVolumeClaim>('PersistentVolumeClaim', namespace, name);
    return claim === undefined ? undefined : observeClaim(claim, read, memory);
  }
  const volume = read.get<PersistentVolume>('PersistentVolume', '', name);
  if (volume === undefined) return undefined;
  const reference = volume.spec?.claimRef;
  const claim =
    reference && read.get<PersistentVolumeClaim>('PersistentVolumeClaim', reference.namespace ?? '', reference.name ?? '');
  return { volume, claim: claim?.metadata.uid === reference?.uid ? claim : undefined };
}

/** Source: pkg/controller/volume/persistentvolume/pv_controller.go (syncVolume) */
function syncVolume({ volume, claim }: VolumeObservation): Action[] {
  const reference = volume.spec?.claimRef;
  if (reference === undefined || (reference.uid ?? '') === '') return setPhase(volume, 'Available');
  if (claim === undefined) return release(volume);
  return claim.spec?.volumeName === volume.metadata.name ? setPhase(volume, 'Bound') : [];
}

/** The claim is gone. Who provisioned the volume deletes it; what was made by hand can only be kept. */
function release(volume: PersistentVolume): Action[] {
  const { phase } = volume.status ?? {};
  if (phase !== 'Released' && phase !== 'Failed') return setPhase(volume, 'Released');
  const isManual = volume.metadata.annotations?.[provisionedByAnnotation] === undefined && volume.spec?.csi === undefined;
  if (phase === 'Failed' || volume.spec?.persistentVolumeReclaimPolicy !== 'Delete' || !isManual) return [];
  const message = `error getting deleter volume plugin for volume ${JSON.stringify(volume.metadata.name)}: no deletable volume plugin matched`;
  return [
    { do: 'updateStatus', object: withVolumePhase(volume, 'Failed', message) },
    event(volume, 'Warning', 'VolumeFailedDelete', message),
  ];
}

function setPhase(volume: PersistentVolume, phase: 'Available' | 'Bound' | 'Released'): Action[] {
  return volume.status?.phase === phase ? [] : [{ do: 'updateStatus', object: withVolumePhase(volume, phase) }];
}
