import type { PersistentVolume, PersistentVolumeClaim, PersistentVolumeClaimCondition, Pod } from '../../kubernetes/api.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import { type Action, type Change, type Controller, keyOf, type Reader, type ReconcileContext } from '../engine/types.ts';

const claimFinalizer = 'kubernetes.io/pvc-protection';
const volumeFinalizer = 'kubernetes.io/pv-protection';

export interface ProtectedClaim {
  readonly claim: PersistentVolumeClaim;
  /** A pod that has a node mounts it: it must not go yet. */
  readonly isMounted: boolean;
  /** A pod that has not finished names it. */
  readonly isReferenced: boolean;
}

/**
 * Keeps a claim that is being deleted while a pod uses it, and notes on bound claims whether any pod does.
 * Source: pkg/controller/volume/pvcprotection/pvc_protection_controller.go
 */
export const claimProtectionController: Controller<ProtectedClaim> = {
  name: 'persistentvolumeclaim-protection-controller',
  watches: {
    PersistentVolumeClaim: ({ type, object }) => (type === 'deleted' ? [] : [keyOf(object)]),
    Pod: (change) => (changesUse(change) ? claimsOf(change.object) : []),
  },
  observe(key: string, read: Reader) {
    const [namespace = '', name = ''] = key.split('/');
    const claim = read.get<PersistentVolumeClaim>('PersistentVolumeClaim', namespace, name);
    if (claim === undefined) return undefined;
    const users = read.list<Pod>('Pod', namespace).filter((pod) => claimsOf(pod).includes(key));
    return {
      claim,
      isMounted: users.some(({ spec }) => (spec?.nodeName ?? '') !== ''),
      isReferenced: users.some((pod) => !isPodTerminal(pod)),
    };
  },
  reconcile: ({ claim, isMounted, isReferenced }, { timestamp }: ReconcileContext): readonly Action[] => {
    if (claim.metadata.deletionTimestamp === undefined)
      return claim.status?.phase === 'Bound' ? noteUse(claim, isReferenced, timestamp) : [];
    return isMounted ? [] : removeFinalizer(claim, claimFinalizer);
  },
};

/** Claims are taken up and let go when a pod comes, gets its node, ends or goes. */
function changesUse({ type, object, previous }: Change): boolean {
  if (type !== 'modified' || previous === undefined) return true;
  const [before, after] = [previous as Pod, object as Pod];
  return before.spec?.nodeName !== after.spec?.nodeName || isPodTerminal(before) !== isPodTerminal(after);
}

function claimsOf({ metadata, spec }: Pod): string[] {
  return (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    const claimName = ephemeral === undefined ? persistentVolumeClaim?.claimName : `${metadata.name ?? ''}-${name}`;
    return claimName === undefined ? [] : [`${metadata.namespace ?? ''}/${claimName}`];
  });
}

/** On by default since 1.37 (PersistentVolumeClaimUnusedSinceTime). */
function noteUse(claim: PersistentVolumeClaim, isUsed: boolean, timestamp: string): Action[] {
  const conditions = claim.status?.conditions ?? [];
  const status = isUsed ? 'False' : 'True';
  const current = conditions.find(({ type }) => type === 'Unused');
  if (current?.status === status) return [];
  const condition: PersistentVolumeClaimCondition = isUsed
    ? {
        type: 'Unused',
        status,
        lastTransitionTime: timestamp,
        reason: 'PodUsingPVC',
        message: 'A pod is currently referencing this PVC',
      }
    : {
        type: 'Unused',
        status,
        lastTransitionTime: timestamp,
        reason: 'NoPodsUsingPVC',
        message: 'No pods are currently referencing this PVC',
      };
  const others = conditions.filter((other) => other !== current);
  const object: PersistentVolumeClaim = { ...claim, status: { ...claim.status, conditions: [...others, condition] } };
  return [{ do: 'updateStatus', object }];
}

/**
 * Keeps a volume that is being deleted while it is bound. Keys are `/name`.
 * Source: pkg/controller/volume/pvprotection/pv_protection_controller.go
 */
export const volumeProtectionController: Controller<PersistentVolume> = {
  name: 'persistentvolume-protection-controller',
  watches: {
    PersistentVolume: ({ type, object }) =>
      type !== 'deleted' && object.metadata.deletionTimestamp !== undefined ? [keyOf(object)] : [],
  },
  observe: (key, read) => read.get<PersistentVolume>('PersistentVolume', '', key.slice(1)),
  reconcile: (volume): readonly Action[] => {
    const isDue = volume.metadata.deletionTimestamp !== undefined && volume.status?.phase !== 'Bound';
    return isDue ? removeFinalizer(volume, volumeFinalizer) : [];
  },
};

function removeFinalizer(object: PersistentVolume | PersistentVolumeClaim, finalizer: string): Action[] {
  const finalizers = object.metadata.finalizers ?? [];
  if (!finalizers.includes(finalizer)) return [];
  const metadata = { ...object.metadata, finalizers: finalizers.filter((other) => other !== finalizer) };
  return [{ do: 'update', object: { ...object, metadata } }];
}
