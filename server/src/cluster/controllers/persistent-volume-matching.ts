import type { PersistentVolume, PersistentVolumeClaim } from '../../kubernetes/api.ts';
import { quantityValue } from '../../kubernetes/quantity.ts';
import { matchesSelector } from '../../kubernetes/selector.ts';

/** Source for all of this file: staging/src/k8s.io/component-helpers/storage/volume/{pv_helpers,helpers}.go */

export const bindCompletedAnnotation = 'pv.kubernetes.io/bind-completed';
export const boundByControllerAnnotation = 'pv.kubernetes.io/bound-by-controller';
export const selectedNodeAnnotation = 'volume.kubernetes.io/selected-node';
export const provisionedByAnnotation = 'pv.kubernetes.io/provisioned-by';
export const provisionerAnnotation = 'volume.kubernetes.io/storage-provisioner';
export const betaProvisionerAnnotation = 'volume.beta.kubernetes.io/storage-provisioner';
const betaClassAnnotation = 'volume.beta.kubernetes.io/storage-class';

export function claimClass({ metadata, spec }: PersistentVolumeClaim): string {
  return metadata.annotations?.[betaClassAnnotation] ?? spec?.storageClassName ?? '';
}

/** Whether a claim says anything about its class; an empty name says: none. */
export function saysClass({ metadata, spec }: PersistentVolumeClaim): boolean {
  return metadata.annotations?.[betaClassAnnotation] !== undefined || spec?.storageClassName !== undefined;
}

function volumeClass({ metadata, spec }: PersistentVolume): string {
  return metadata.annotations?.[betaClassAnnotation] ?? spec?.storageClassName ?? '';
}

/** Whether a volume is reserved for a claim, by its uid or, before it is bound, by its name alone. */
export function isReservedFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const reference = volume.spec?.claimRef;
  if (reference?.name !== claim.metadata.name || reference?.namespace !== claim.metadata.namespace) return false;
  return (reference?.uid ?? '') === '' || reference?.uid === claim.metadata.uid;
}

/** Why a claim that asks for this very volume cannot have it. Source: pkg/controller/volume/persistentvolume/pv_controller.go */
export function mismatch(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (volume.metadata.deletionTimestamp !== undefined)
    return `the volume is marked for deletion ${JSON.stringify(volume.metadata.name)}`;
  if (capacityOf(volume) < requestOf(claim)) return 'requested PV is too small';
  if (volumeClass(volume) !== claimClass(claim)) return 'storageClassName does not match';
  if ((volume.spec?.volumeAttributesClassName ?? '') !== (claim.spec?.volumeAttributesClassName ?? '')) {
    return 'volumeAttributesClassName does not match';
  }
  if (!hasSameMode(volume, claim)) return 'incompatible volumeMode';
  const offered = volume.spec?.accessModes ?? [];
  return (claim.spec?.accessModes ?? []).every((mode) => offered.includes(mode)) ? undefined : 'incompatible accessMode';
}

/**
 * The volume for a claim: the one that is reserved for it, else the smallest that is large enough. While binding waits for a
 * consumer only a reservation counts.
 */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  waits: boolean,
): PersistentVolume | undefined {
  let best: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (volume.spec?.claimRef !== undefined && !isReservedFor(volume, claim)) continue;
    if (capacityOf(volume) < requestOf(claim) || !hasSameMode(volume, claim) || volume.metadata.deletionTimestamp !== undefined)
      continue;
    if (isReservedFor(volume, claim)) return volume;
    if (waits || !isFreeFor(volume, claim)) continue;
    if (best === undefined || capacityOf(volume) < capacityOf(best)) best = volume;
  }
  return best;
}

function isFreeFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const offered = volume.spec?.accessModes ?? [];
  return (
    volume.status?.phase === 'Available' &&
    volumeClass(volume) === claimClass(claim) &&
    (claim.spec?.selector === undefined || matchesSelector(claim.spec.selector, volume.metadata.labels)) &&
    (claim.spec?.accessModes ?? []).every((mode) => offered.includes(mode))
  );
}

function hasSameMode(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return (volume.spec?.volumeMode ?? 'Filesystem') === (claim.spec?.volumeMode ?? 'Filesystem');
}

function requestOf({ spec }: PersistentVolumeClaim): number {
  return quantityValue(spec?.resources?.requests?.['storage']);
}

function capacityOf({ spec }: PersistentVolume): number {
  return quantityValue(spec?.capacity?.['storage']);
}
