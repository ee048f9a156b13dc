import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../kubernetes/api.ts';
import type { Action, Reader } from '../engine/types.ts';
import { annotate, bind } from './persistent-volume-bind.ts';
import {
  betaProvisionerAnnotation,
  bindCompletedAnnotation,
  boundByControllerAnnotation,
  claimClass,
  findVolume,
  isReservedFor,
  mismatch,
  provisionerAnnotation,
  saysClass,
  selectedNodeAnnotation,
} from './persistent-volume-matching.ts';
import { event } from './pod-control.ts';

const defaultClassAnnotation = 'storageclass.kubernetes.io/is-default-class';

/** The provisioner that stands for volumes made by hand. */
const noProvisioner = 'kubernetes.io/no-provisioner';

export interface ClaimObservation {
  readonly claim: PersistentVolumeClaim;
  /** Volumes that the claim could be bound to; the one that it names. */
  readonly volumes: readonly PersistentVolume[];
  readonly storageClass: StorageClass | undefined;
  readonly defaultClass: StorageClass | undefined;
  /** Names of pods that use the claim and have no node yet. */
  readonly waitingPods: readonly string[];
  /** What was said last in an event, so that it is not said again. */
  readonly said: unknown;
}

export function observeClaim(claim: PersistentVolumeClaim, read: Reader, said: unknown): ClaimObservation {
  const { volumeName = '' } = claim.spec ?? {};
  const named = volumeName === '' ? undefined : read.get<PersistentVolume>('PersistentVolume', '', volumeName);
  const volumes = volumeName === '' ? read.list<PersistentVolume>('PersistentVolume') : named === undefined ? [] : [named];
  return {
    claim,
    volumes,
    storageClass: read.get<StorageClass>('StorageClass', '', claimClass(claim)),
    defaultClass: defaultClass(read.list<StorageClass>('StorageClass')),
    waitingPods: volumeName === '' ? podsWithoutNode(claim, read) : [],
    said,
  };
}

/** The newest of the default classes, the first by name among equals. Source: pkg/volume/util/storageclass.go (GetDefaultClass) */
function defaultClass(classes: readonly StorageClass[]): StorageClass | undefined {
  const created = ({ metadata }: StorageClass): string => metadata.creationTimestamp ?? '';
  return classes
    .filter(({ metadata }) => metadata.annotations?.[defaultClassAnnotation] === 'true')
    .sort((a, b) => created(b).localeCompare(created(a)) || (a.metadata.name ?? '').localeCompare(b.metadata.name ?? ''))[0];
}

function podsWithoutNode({ metadata }: PersistentVolumeClaim, read: Reader): string[] {
  return read
    .podsOnNode<Pod>('')
    .filter((pod) => pod.metadata.namespace === metadata.namespace)
    .filter(({ spec }) => spec?.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === metadata.name))
    .map((pod) => pod.metadata.name ?? '');
}

/** Source: pkg/controller/volume/persistentvolume/pv_controller.go (syncClaim) */
export function syncClaim(observation: ClaimObservation): Action[] {
  const { claim } = observation;
  if (claim.metadata.annotations?.[bindCompletedAnnotation] !== undefined) return syncBound(observation);
  return (claim.spec?.volumeName ?? '') === '' ? findOrProvision(observation) : bindToNamed(observation);
}

function findOrProvision(observation: ClaimObservation): Action[] {
  const { claim, volumes, storageClass, defaultClass: fallback, waitingPods } = observation;
  const waits = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const volume = findVolume(claim, volumes, waits);
  if (volume !== undefined) return bind(volume, claim);
  if (!saysClass(claim) && fallback !== undefined) {
    const object: PersistentVolumeClaim = { ...claim, spec: { ...claim.spec, storageClassName: fallback.metadata.name } };
    return [{ do: 'update', object }];
  }
  if (waits && claim.metadata.annotations?.[selectedNodeAnnotation] === undefined) {
    if (waitingPods.length === 0)
      return say(observation, 'Normal', 'WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
    const pods = `${waitingPods.length > 1 ? 'pods' : 'pod'} ${waitingPods.join(',')}`;
    return say(observation, 'Normal', 'WaitForPodScheduled', `waiting for ${pods} to be scheduled`);
  }
  if (claimClass(claim) !== '') return provision(observation);
  return say(
    observation,
    'Normal',
    'FailedBinding',
    'no persistent volumes available for this claim and no storage class is set',
  );
}

/** Asks the class's provisioner for a volume, by an annotation. Source: pv_controller.go (provisionClaimOperationExternal) */
function provision(observation: ClaimObservation): Action[] {
  const { claim, storageClass } = observation;
  if (storageClass === undefined) {
    return say(
      observation,
      'Warning',
      'ProvisioningFailed',
      `storageclass.storage.k8s.io ${JSON.stringify(claimClass(claim))} not found`,
    );
  }
  const { provisioner } = storageClass;
  if (provisioner === noProvisioner)
    return say(observation, 'Warning', 'ProvisioningFailed', `no volume plugin matched name: ${provisioner}`);
  if (claim.metadata.annotations?.[provisionerAnnotation] === provisioner) return [];
  const metadata = annotate(claim, { [betaProvisionerAnnotation]: provisioner, [provisionerAnnotation]: provisioner });
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  const object: PersistentVolumeClaim = { ...claim, metadata };
  return [{ do: 'update', object }, event(claim, 'Normal', 'ExternalProvisioning', message)];
}

function bindToNamed(observation: ClaimObservation): Action[] {
  const { claim, volumes } = observation;
  const [volume] = volumes;
  if (volume === undefined) return [];
  const name = JSON.stringify(volume.metadata.name);
  if (volume.spec?.claimRef === undefined) {
    const reason = mismatch(volume, claim);
    if (reason === undefined) return bind(volume, claim);
    return say(observation, 'Warning', 'VolumeMismatch', `Cannot bind to requested volume ${name}: ${reason}`);
  }
  if (isReservedFor(volume, claim)) return bind(volume, claim);
  const warning = say(observation, 'Warning', 'FailedBinding', `volume ${name} already bound to a different claim.`);
  const isByController = claim.metadata.annotations?.[boundByControllerAnnotation] !== undefined;
  return isByController ? [...warning, { do: 'retry', error: `invalid binding to volume ${name}` }] : warning;
}

/** Source: pv_controller.go (syncBoundClaim) */
function syncBound({ claim, volumes }: ClaimObservation): Action[] {
  const [volume] = volumes;
  if ((claim.spec?.volumeName ?? '') === '') {
    return lose(claim, 'ClaimLost', 'Bound claim has lost reference to PersistentVolume. Data on the volume is lost!');
  }
  if (volume === undefined)
    return lose(claim, 'ClaimLost', 'Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  const owner = volume.spec?.claimRef;
  if (owner === undefined || owner.uid === claim.metadata.uid) return bind(volume, claim);
  return lose(claim, 'ClaimMisbound', 'Two claims are bound to the same volume, this one is bound incorrectly');
}

function lose(claim: PersistentVolumeClaim, reason: string, message: string): Action[] {
  if (claim.status?.phase === 'Lost') return [];
  const { accessModes: _, capacity: __, ...status } = claim.status ?? {};
  const object: PersistentVolumeClaim = { ...claim, status: { ...status, phase: 'Lost' } };
  return [{ do: 'updateStatus', object }, event(claim, 'Warning', reason, message)];
}

function say({ claim, said }: ClaimObservation, type: 'Normal' | 'Warning', reason: string, message: string): Action[] {
  return said === message ? [] : [event(claim, type, reason, message), { do: 'remember', value: message }];
}
