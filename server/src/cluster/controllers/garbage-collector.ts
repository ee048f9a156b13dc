import type { OwnerReference } from '../../kubernetes/api.ts';
import { type KubernetesObject, refOf } from '../../kubernetes/object.ts';
import type { Action, Change, Controller, Reader } from '../engine/types.ts';
import { builtinKinds } from './builtin-kinds.ts';
import { release } from './control-ref.ts';
import { event } from './pod-control.ts';

const foregroundFinalizer = 'foregroundDeletion';
const orphanFinalizer = 'orphan';

export interface OwnedObject {
  readonly reference: OwnerReference;
  /** `solid`: it lives. `dangling`: it does not exist. `waiting`: it is being deleted and waits for its dependents. */
  readonly state: 'solid' | 'dangling' | 'waiting';
  /** The owner lives in another namespace, which is as good as not at all. */
  readonly isElsewhere: boolean;
}

export interface GarbageObservation {
  readonly object: KubernetesObject;
  readonly owners: readonly OwnedObject[];
  readonly dependents: readonly KubernetesObject[];
}

/**
 * Deletes what nothing owns any longer, and carries out how owners asked to be deleted: in the foreground after their
 * dependents, or leaving them as orphans. Keys are uids.
 * Source: pkg/controller/garbagecollector/garbagecollector.go;
 * https://kubernetes.io/docs/concepts/architecture/garbage-collection/
 */
export const garbageCollector: Controller<GarbageObservation> = {
  name: 'garbage-collector-controller',
  watches: Object.fromEntries(builtinKinds.map(({ kind }) => [kind, concerned])),
  observe,
  reconcile,
};

function concerned({ type, object, previous }: Change, read: Reader): string[] {
  const uid = object.metadata.uid ?? '';
  const owners = object.metadata.ownerReferences ?? [];
  const dependents = () => read.dependentsOf(uid).map(({ metadata }) => metadata.uid ?? '');
  if (type === 'deleted') {
    const waiting = owners
      .map((owner) => read.byUid(owner.uid))
      .filter((owner) => owner !== undefined && waitsForDependents(owner));
    return [...dependents(), ...waiting.map((owner) => owner?.metadata.uid ?? '')];
  }
  const before = previous?.metadata;
  const { deletionTimestamp, finalizers, ownerReferences } = object.metadata;
  const isDeleting =
    deletionTimestamp !== undefined && (before?.deletionTimestamp !== deletionTimestamp || before?.finalizers !== finalizers);
  if (isDeleting) return waitsForDependents(object) ? [uid, ...dependents()] : [uid];
  if (before?.ownerReferences === ownerReferences) return [];
  // A reference that was taken away, or that blocks no longer, may have been what an owner waited for.
  const former = (before?.ownerReferences ?? []).filter((owner) => isWaiting(owner, read)).map((owner) => owner.uid);
  const isSafe = owners.every((owner) => classify(object, owner, read.byUid(owner.uid)).state === 'solid');
  return isSafe ? former : [uid, ...former];
}

function isWaiting(reference: OwnerReference, read: Reader): boolean {
  const owner = read.byUid(reference.uid);
  return owner !== undefined && waitsForDependents(owner);
}

function waitsForDependents({ metadata }: KubernetesObject): boolean {
  return metadata.deletionTimestamp !== undefined && hasFinalizer(metadata.finalizers, foregroundFinalizer);
}

function hasFinalizer(finalizers: readonly string[] | undefined, finalizer: string): boolean {
  return finalizers?.includes(finalizer) === true;
}

function observe(uid: string, read: Reader): GarbageObservation | undefined {
  const object = read.byUid(uid);
  if (object === undefined) return undefined;
  const owners = (object.metadata.ownerReferences ?? []).map((reference) =>
    classify(object, reference, read.byUid(reference.uid)),
  );
  // Cluster-scoped objects cannot be owned by namespaced ones; upstream leaves them alone.
  if (owners.some(({ isElsewhere }) => isElsewhere) && (object.metadata.namespace ?? '') === '') return undefined;
  return { object, owners, dependents: read.dependentsOf(uid) };
}

function classify(object: KubernetesObject, reference: OwnerReference, owner: KubernetesObject | undefined): OwnedObject {
  const namespace = owner?.metadata.namespace ?? '';
  const isElsewhere = owner !== undefined && namespace !== '' && namespace !== (object.metadata.namespace ?? '');
  const isThere = owner !== undefined && !isElsewhere && owner.kind === reference.kind && owner.metadata.name === reference.name;
  if (!isThere) return { reference, state: 'dangling', isElsewhere };
  return { reference, state: waitsForDependents(owner) ? 'waiting' : 'solid', isElsewhere };
}

function reconcile(observation: GarbageObservation): readonly Action[] {
  const { object, owners, dependents } = observation;
  const { deletionTimestamp, finalizers } = object.metadata;
  const warnings = owners.filter(({ isElsewhere }) => isElsewhere).map(({ reference }) => warnOfNamespace(object, reference));
  if (deletionTimestamp !== undefined && hasFinalizer(finalizers, orphanFinalizer)) return orphan(object, dependents);
  if (waitsForDependents(object)) return finishForeground(object, dependents);
  if (deletionTimestamp !== undefined || owners.length === 0) return warnings;
  const gone = owners.filter(({ state }) => state !== 'solid');
  if (gone.length === 0) return warnings;
  if (gone.length < owners.length)
    return [
      ...warnings,
      {
        do: 'update',
        object: withoutOwners(
          object,
          gone.map(({ reference }) => reference.uid),
        ),
      },
    ];
  return [...warnings, ...collect(observation)];
}

/** Every dependent loses its reference, then the owner goes. */
function orphan(owner: KubernetesObject, dependents: readonly KubernetesObject[]): Action[] {
  return [
    ...dependents.map((dependent): Action => ({ do: 'update', object: release(owner, dependent) })),
    { do: 'update', object: withoutFinalizer(owner, orphanFinalizer) },
  ];
}

/** Dependents that block are deleted on their own account; when the last is gone so is the owner. */
function finishForeground(owner: KubernetesObject, dependents: readonly KubernetesObject[]): Action[] {
  const isBlocked = dependents.some(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === owner.metadata.uid && blockOwnerDeletion === true),
  );
  return isBlocked ? [] : [{ do: 'update', object: withoutFinalizer(owner, foregroundFinalizer) }];
}

function collect({ object, owners, dependents }: GarbageObservation): Action[] {
  const ref = refOf(object);
  const { uid, finalizers } = object.metadata;
  if (owners.some(({ state }) => state === 'waiting') && dependents.length > 0) {
    // Dependents in the foreground too could wait for each other in a circle.
    const unblocked = dependents.some(waitsForDependents) ? [{ do: 'update', object: unblock(object) } as const] : [];
    return [...unblocked, { do: 'delete', ref, uid, propagationPolicy: 'Foreground' }];
  }
  const isForeground = hasFinalizer(finalizers, foregroundFinalizer);
  const propagationPolicy = hasFinalizer(finalizers, orphanFinalizer) ? 'Orphan' : isForeground ? 'Foreground' : 'Background';
  return [{ do: 'delete', ref, uid, propagationPolicy }];
}

function withoutOwners(object: KubernetesObject, uids: readonly string[]): KubernetesObject {
  const ownerReferences = (object.metadata.ownerReferences ?? []).filter(({ uid }) => !uids.includes(uid));
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

function unblock(object: KubernetesObject): KubernetesObject {
  const ownerReferences = (object.metadata.ownerReferences ?? []).map((reference) => ({
    ...reference,
    blockOwnerDeletion: false,
  }));
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

function withoutFinalizer(object: KubernetesObject, finalizer: string): KubernetesObject {
  const { finalizers, ...metadata } = object.metadata;
  const left = (finalizers ?? []).filter((other) => other !== finalizer);
  return { ...object, metadata: left.length === 0 ? metadata : { ...metadata, finalizers: left } };
}

/** Source: pkg/controller/garbagecollector/graph_builder.go (reportInvalidNamespaceOwnerRef) */
function warnOfNamespace(object: KubernetesObject, { apiVersion, kind, name, uid }: OwnerReference): Action {
  const namespace = object.metadata.namespace ?? '';
  const owner = `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`;
  return event(
    object,
    'Warning',
    'OwnerRefInvalidNamespace',
    `ownerRef ${owner} does not exist in namespace ${JSON.stringify(namespace)}`,
  );
}
