import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../kubernetes/api.ts';
import type { PodInfo } from './pod-info.ts';
import type { ClusterView } from './snapshot.ts';

/** The claims behind a pod's volumes, as all volume plug-ins see them. Source: plugins/volumebinding/{volume_binding,binder}.go */
export interface PodClaim {
  readonly name: string;
  /** Made by a controller for this pod from a generic ephemeral volume. */
  readonly isEphemeral: boolean;
  readonly claim: PersistentVolumeClaim | undefined;
}

export const selectedNodeAnnotation = 'volume.kubernetes.io/selected-node';
const bindCompletedAnnotation = 'pv.kubernetes.io/bind-completed';
const classAnnotation = 'volume.beta.kubernetes.io/storage-class';
const nothing: readonly PodClaim[] = [];

export function podClaims(pod: PodInfo, view: ClusterView): readonly PodClaim[] {
  const { volumes } = pod.spec;
  if (!volumes) return nothing;
  return volumes.flatMap((volume) => {
    const isEphemeral = volume.ephemeral !== undefined;
    const name = isEphemeral ? `${pod.pod.metadata.name ?? ''}-${volume.name}` : volume.persistentVolumeClaim?.claimName;
    if (name === undefined) return [];
    return [{ name, isEphemeral, claim: view.get<PersistentVolumeClaim>('PersistentVolumeClaim', pod.namespace, name) }];
  });
}

export function claimKey(claim: PersistentVolumeClaim): string {
  return `${claim.metadata.namespace ?? ''}/${claim.metadata.name ?? ''}`;
}

/** Bound, and the binding finished: the volume controller says so with an annotation or the phase. */
export function isClaimBound(claim: PersistentVolumeClaim): boolean {
  const isFinished = claim.metadata.annotations?.[bindCompletedAnnotation] !== undefined || claim.status?.phase === 'Bound';
  return (claim.spec?.volumeName ?? '') !== '' && isFinished;
}

export function storageClassName(claim: PersistentVolumeClaim): string {
  return claim.metadata.annotations?.[classAnnotation] ?? claim.spec?.storageClassName ?? '';
}

export function storageClassOf(claim: PersistentVolumeClaim, view: ClusterView): StorageClass | undefined {
  const name = storageClassName(claim);
  return name === '' ? undefined : view.get<StorageClass>('StorageClass', '', name);
}

export function volumeOf(claim: PersistentVolumeClaim, view: ClusterView): PersistentVolume | undefined {
  return view.get<PersistentVolume>('PersistentVolume', '', claim.spec?.volumeName ?? '');
}

/** Whether the claim's volume is chosen only once the scheduler has chosen a node. */
export function waitsForConsumer(claim: PersistentVolumeClaim, view: ClusterView): boolean {
  const isUnnamed = (claim.spec?.volumeName ?? '') === '';
  return isUnnamed && storageClassOf(claim, view)?.volumeBindingMode === 'WaitForFirstConsumer';
}
