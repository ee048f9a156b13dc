import type { LabelSelector } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { controllerOf, controllerReference, type KubernetesObject } from '../../kubernetes/object.ts';
import { isEmptySelector, matchesSelector } from '../../kubernetes/selector.ts';
import { type Action, type Change, keyOf, type Reader, type UpdateAction } from '../engine/types.ts';

/** What an owner's selector and the objects' controller references come to. */
export interface Claim<T extends KubernetesObject> {
  /** Owned by now, those that are adopted included, in the order of the candidates. */
  readonly claimed: readonly T[];
  readonly adopted: readonly T[];
  readonly released: readonly T[];
}

/**
 * Sorts candidates by ownership: what is owned and matches is kept, what is owned and no longer matches is released, an orphan
 * that matches is adopted, unless one of the two is being deleted. What another controller owns is left alone.
 * Source: pkg/controller/controller_ref_manager.go (ClaimObject)
 */
export function claim<T extends KubernetesObject>(
  owner: KubernetesObject,
  candidates: Iterable<T>,
  matches: (object: T) => boolean,
): Claim<T> {
  const claimed: T[] = [];
  const adopted: T[] = [];
  const released: T[] = [];
  const isOwnerDeleted = owner.metadata.deletionTimestamp !== undefined;
  for (const candidate of candidates) {
    const controller = controllerOf(candidate);
    if (controller !== undefined && controller.uid !== owner.metadata.uid) continue;
    const isMatch = matches(candidate);
    if (controller !== undefined && isMatch) claimed.push(candidate);
    else if (isOwnerDeleted) continue;
    else if (controller !== undefined) released.push(candidate);
    else if (isMatch && candidate.metadata.deletionTimestamp === undefined && isNear(owner, candidate)) {
      claimed.push(candidate);
      adopted.push(candidate);
    }
  }
  return { claimed, adopted, released };
}

/** Namespaced owners keep to their namespace. */
function isNear(owner: KubernetesObject, object: KubernetesObject): boolean {
  const { namespace = '' } = owner.metadata;
  return namespace === '' || namespace === object.metadata.namespace;
}

/** The writes that make a claim true. An object that is gone by then does not matter; another failure ends the reconcile. */
export function claimActions(owner: KubernetesObject, claim: Claim<KubernetesObject>): Action[] {
  return [
    ...claim.adopted.map((object) => rewriteOwners(adopt(owner, object))),
    ...claim.released.map((object) => rewriteOwners(release(owner, object))),
  ];
}

export function adopt<T extends KubernetesObject>(owner: KubernetesObject, object: T): T {
  const references = object.metadata.ownerReferences ?? [];
  return withOwners(object, [
    ...references.filter((reference) => reference.uid !== owner.metadata.uid),
    controllerReference(owner),
  ]);
}

export function release<T extends KubernetesObject>(owner: KubernetesObject, object: T): T {
  return withOwners(
    object,
    (object.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== owner.metadata.uid),
  );
}

function withOwners<T extends KubernetesObject>(object: T, ownerReferences: NonNullable<T['metadata']['ownerReferences']>): T {
  const { ownerReferences: _, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: ownerReferences.length === 0 ? metadata : { ...metadata, ownerReferences },
  };
}

function rewriteOwners(object: KubernetesObject): UpdateAction {
  return {
    do: 'update',
    object,
    then: (outcome) => (outcome.ok || outcome.error.reason === 'NotFound' ? [] : [{ do: 'retry', error: outcome.error.message }]),
  };
}

/**
 * The owner that an object's controller reference names: of that kind, in the object's namespace, and with that very uid.
 * Source: resolveControllerRef of each upstream controller
 */
export function resolveController<T extends KubernetesObject>(
  object: KubernetesObject,
  kind: string,
  read: Reader,
): T | undefined {
  const reference = controllerOf(object);
  if (reference?.kind !== kind) return undefined;
  const owner = read.get<T>(kind, object.metadata.namespace ?? '', reference.name);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

/**
 * The objects of a kind that an owner may have to do with: its own, and orphans that its selector could match. Uses the
 * store's indexes, so that other owners' objects are not looked at where the selector names a label's value.
 */
export function candidates<T extends KubernetesObject>(
  owner: KubernetesObject,
  kind: string,
  selector: LabelSelector,
  read: Reader,
): T[] {
  const found = [...read.ownedBy<T>(kind, owner.metadata.uid ?? '')];
  for (const object of sharingLabel<T>(kind, owner.metadata.namespace ?? '', selector, read)) {
    if (controllerOf(object) === undefined) found.push(object);
  }
  return found;
}

/** A superset of what a selector matches in a namespace, as small as the indexes give it. */
export function sharingLabel<T extends KubernetesObject>(
  kind: string,
  namespace: string,
  selector: LabelSelector,
  read: Reader,
): readonly T[] {
  const labels = selector.matchLabels ?? {};
  const key = 'pod-template-hash' in labels ? 'pod-template-hash' : Object.keys(labels)[0];
  return key === undefined ? read.list<T>(kind, namespace) : read.withLabel<T>(kind, namespace, key, labels[key] as string);
}

/** Keys of the owners of a kind that might adopt an orphan. */
export function adopters<
  T extends KubernetesObject & {
    readonly spec: { readonly selector: LabelSelector };
  },
>(orphan: KubernetesObject, kind: string, read: Reader): string[] {
  const labels = orphan.metadata.labels;
  if (labels === undefined) return [];
  return read
    .list<T>(kind, orphan.metadata.namespace)
    .filter((owner) => !isEmptySelector(owner.spec.selector) && matchesSelector(owner.spec.selector, labels))
    .map(keyOf);
}

/**
 * Which owners of a kind a change of a dependent concerns: the owner before and after, and for an orphan that is new or has
 * other labels all that might adopt it.
 */
export function ownersConcerned<
  T extends KubernetesObject & {
    readonly spec: { readonly selector: LabelSelector };
  },
>(change: Change, kind: string, read: Reader): string[] {
  const { object, previous } = change;
  const keys: string[] = [];
  const owner = resolveController<T>(object, kind, read);
  if (owner) keys.push(keyOf(owner));
  const hasMoved = previous !== undefined && controllerOf(previous)?.uid !== controllerOf(object)?.uid;
  const formerOwner = hasMoved ? resolveController<T>(previous, kind, read) : undefined;
  if (formerOwner) keys.push(keyOf(formerOwner));
  if (controllerOf(object) === undefined && change.type !== 'deleted') {
    if (previous === undefined || hasMoved || !deepEqual(previous.metadata.labels, object.metadata.labels))
      keys.push(...adopters<T>(object, kind, read));
  }
  return keys;
}
