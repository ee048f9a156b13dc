import type { OwnerReference, PersistentVolumeClaim, Pod, StatefulSet } from '../../kubernetes/api.ts';
import { controllerReference, type KubernetesObject } from '../../kubernetes/object.ts';
import { claimName, isInOrdinalRange, ordinalOf } from './statefulset-identity.ts';

/**
 * The claims of a StatefulSet's pods, and who owns them: what a claim's owner takes along when it goes is how the
 * retention policy is carried out.
 * Source: pkg/controller/statefulset/stateful_set_utils.go (isClaimOwnerUpToDate, updateClaimOwnerRefForSetAndPod)
 */

/** Claims of a namespace by name. */
export type Claims = ReadonlyMap<string, PersistentVolumeClaim>;

/** The claims that a pod needs, as they are created. */
export function wantedClaims(set: StatefulSet, pod: Pod): PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      ...template.metadata,
      name: claimName(set, template.metadata.name ?? '', ordinalOf(pod)),
      namespace: set.metadata.namespace,
      labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
    },
    spec: template.spec,
  }));
}

/** The claims that a pod has. */
export function existingClaims(set: StatefulSet, pod: Pod, claims: Claims): PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).flatMap(
    (template) => claims.get(claimName(set, template.metadata.name ?? '', ordinalOf(pod))) ?? [],
  );
}

interface Retention {
  readonly deleteWithSet: boolean;
  readonly deleteWhenScaled: boolean;
}

function retentionOf(set: StatefulSet): Retention {
  const policy = set.spec.persistentVolumeClaimRetentionPolicy;
  return { deleteWithSet: policy?.whenDeleted === 'Delete', deleteWhenScaled: policy?.whenScaled === 'Delete' };
}

/** Which of the two owners a claim should have. A pod owns its claim only while it is condemned. */
function wantedOwners(set: StatefulSet, pod: Pod): { readonly set: boolean; readonly pod: boolean } {
  const { deleteWithSet, deleteWhenScaled } = retentionOf(set);
  const isCondemned = deleteWhenScaled && !isInOrdinalRange(set, ordinalOf(pod));
  return { set: deleteWithSet && !isCondemned, pod: isCondemned };
}

function referencesOf(claim: PersistentVolumeClaim): readonly OwnerReference[] {
  return claim.metadata.ownerReferences ?? [];
}

/** Names the object, whatever the uid: an older object of the same name too. */
function names(reference: OwnerReference, object: KubernetesObject): boolean {
  return reference.apiVersion === object.apiVersion && reference.kind === object.kind && reference.name === object.metadata.name;
}

function isOwnedBy(claim: PersistentVolumeClaim, owner: KubernetesObject): boolean {
  return owner.metadata.uid !== undefined && referencesOf(claim).some((reference) => reference.uid === owner.metadata.uid);
}

/** An owner of that name that is gone: the claim waits for the garbage collector. */
function hasStaleOwner(claim: PersistentVolumeClaim, owner: KubernetesObject): boolean {
  const reference = referencesOf(claim).find((candidate) => names(candidate, owner));
  return reference !== undefined && reference.uid !== owner.metadata.uid;
}

/** Somebody else controls a claim that the policy would let the set or the pod control. */
export function hasUnexpectedController(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  const { deleteWithSet, deleteWhenScaled } = retentionOf(set);
  if (!deleteWithSet && !deleteWhenScaled) return false;
  return referencesOf(claim).some((reference) => {
    const owner = [set, pod].find((candidate) => names(reference, candidate));
    return owner ? reference.uid !== owner.metadata.uid : reference.controller === true;
  });
}

function hasNonControllerOwner(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  const uids = [set.metadata.uid, pod.metadata.uid];
  return referencesOf(claim).some((reference) => uids.includes(reference.uid) && reference.controller !== true);
}

/** Whether the claim's owners are what the policy asks for; claims of an unknown past are left alone. */
export function isClaimOwnerUpToDate(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  if (hasStaleOwner(claim, set) || hasStaleOwner(claim, pod)) return true;
  if (hasUnexpectedController(claim, set, pod)) return !isOwnedBy(claim, set) && !isOwnedBy(claim, pod);
  if (hasNonControllerOwner(claim, set, pod)) return false;
  const wanted = wantedOwners(set, pod);
  return isOwnedBy(claim, set) === wanted.set && isOwnedBy(claim, pod) === wanted.pod;
}

/** The claim with the owners that the policy asks for. */
export function withClaimOwners(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): PersistentVolumeClaim {
  const others = referencesOf(claim).filter((reference) => !names(reference, set) && !names(reference, pod));
  const wanted = hasUnexpectedController(claim, set, pod) ? { set: false, pod: false } : wantedOwners(set, pod);
  const owners = [...(wanted.set ? [set] : []), ...(wanted.pod ? [pod] : [])];
  const missing = owners.filter((owner) => !others.some((reference) => reference.uid === owner.metadata.uid));
  const references = [...others, ...missing.map(controllerReference)];
  return { ...claim, metadata: { ...claim.metadata, ownerReferences: references.length === 0 ? undefined : references } };
}

export function claimsMatchRetention(set: StatefulSet, pod: Pod, claims: Claims): boolean {
  return existingClaims(set, pod, claims).every((claim) => isClaimOwnerUpToDate(claim, set, pod));
}

/** A pod must not be made on a claim that is going away with an older pod of its name. */
export function isClaimStale(set: StatefulSet, pod: Pod, claims: Claims): boolean {
  return retentionOf(set).deleteWhenScaled && existingClaims(set, pod, claims).some((claim) => hasStaleOwner(claim, pod));
}
