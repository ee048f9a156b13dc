import type { PersistentVolume, PersistentVolumeClaim } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { Action } from '../engine/types.ts';
import { bindCompletedAnnotation, boundByControllerAnnotation } from './persistent-volume-matching.ts';

/**
 * Binds a volume and a claim to each other: the volume first, so that no other claim can take it, then the claim. What is
 * written already is left alone.
 * Source: pkg/controller/volume/persistentvolume/pv_controller.go (bind)
 */
export function bind(volume: PersistentVolume, claim: PersistentVolumeClaim): Action[] {
  return write('update', volume, boundVolume(volume, claim), (saved) =>
    write('updateStatus', saved, withVolumePhase(saved, 'Bound'), () =>
      write('update', claim, boundClaim(claim, volume), (savedClaim) =>
        write('updateStatus', savedClaim, withBoundStatus(savedClaim, volume), () => []),
      ),
    ),
  );
}

/** Writes what differs and goes on with what was saved. */
function write<T extends KubernetesObject>(
  verb: 'update' | 'updateStatus',
  present: T,
  wanted: T,
  then: (saved: T) => Action[],
): Action[] {
  if (deepEqual(present, wanted)) return then(present);
  return [
    {
      do: verb,
      object: wanted,
      then: (outcome) => (outcome.ok ? then(outcome.object as T) : [{ do: 'retry', error: outcome.error.message }]),
    },
  ];
}

/** Source: component-helpers/storage/volume/pv_helpers.go (GetBindVolumeToClaim) */
function boundVolume(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  if (volume.spec?.claimRef?.uid === uid) return volume;
  const isNew = volume.spec?.claimRef === undefined;
  const metadata = isNew ? annotate(volume, { [boundByControllerAnnotation]: 'yes' }) : volume.metadata;
  const claimRef = { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid, resourceVersion };
  return { ...volume, metadata, spec: { ...volume.spec, claimRef } };
}

function boundClaim(claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolumeClaim {
  const volumeName = volume.metadata.name;
  const isNew = claim.spec?.volumeName !== volumeName;
  const metadata = annotate(claim, { [bindCompletedAnnotation]: 'yes', ...(isNew && { [boundByControllerAnnotation]: 'yes' }) });
  return { ...claim, metadata, spec: { ...claim.spec, volumeName } };
}

function withBoundStatus(claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolumeClaim {
  const { accessModes, capacity } = volume.spec ?? {};
  const isBound = claim.status?.phase === 'Bound';
  return {
    ...claim,
    status: { ...claim.status, phase: 'Bound', accessModes, capacity: isBound ? claim.status?.capacity : capacity },
  };
}

export function withVolumePhase(
  volume: PersistentVolume,
  phase: 'Available' | 'Bound' | 'Failed' | 'Released',
  message?: string,
): PersistentVolume {
  return { ...volume, status: { ...volume.status, phase, ...(message !== undefined && { message }) } };
}

export function annotate(object: KubernetesObject, annotations: Record<string, string>): KubernetesObject['metadata'] {
  return { ...object.metadata, annotations: { ...object.metadata.annotations, ...annotations } };
}
