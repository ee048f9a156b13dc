import type { Change, KubernetesObject, ObjectRef, Reader } from './types.ts';

export interface StoreOptions {
  /** Where an object is placed: a node's name, `''` while it is not placed, undefined for kinds that never are. */
  readonly placementOf: (object: KubernetesObject) => string | undefined;
}

/** Objects that share an index key, in order of creation, and the same as a list once somebody asked. */
interface Bucket {
  readonly key: string;
  readonly objects: Map<string, KubernetesObject>;
  list: readonly KubernetesObject[] | undefined;
}

const nothing: readonly never[] = [];

/**
 * The object store: keeps immutable objects, gives each write a new resourceVersion, keeps indexes up to date so that
 * one object's change never scans all objects, and tells its watchers. It decides nothing: names, generations, grace
 * and finalizers are the API server's business.
 */
export class ObjectStore implements Reader {
  private readonly buckets = new Map<string, Bucket>();
  /** The buckets that each stored object is in. */
  private readonly indexed = new WeakMap<KubernetesObject, readonly Bucket[]>();
  private readonly uids = new Map<string, KubernetesObject>();
  private readonly kinds = new Set<string>();
  private readonly watchers: ((change: Change) => void)[] = [];
  private version = 0;

  constructor(private readonly options: StoreOptions) {}

  get revision(): number {
    return this.version;
  }

  watch(watcher: (change: Change) => void): void {
    this.watchers.push(watcher);
  }

  get<T extends KubernetesObject>(kind: string, namespace: string, name: string): T | undefined {
    return this.buckets.get(byKind(kind))?.objects.get(`${namespace}/${name}`) as T | undefined;
  }

  list<T extends KubernetesObject>(kind: string, namespace?: string): readonly T[] {
    return this.listOf(namespace === undefined ? byKind(kind) : byNamespace(kind, namespace));
  }

  ownedBy<T extends KubernetesObject>(kind: string, uid: string): readonly T[] {
    return this.listOf(byController(kind, uid));
  }

  withLabel<T extends KubernetesObject>(kind: string, namespace: string, key: string, value: string): readonly T[] {
    return this.listOf(byLabel(kind, namespace, key, value));
  }

  podsOnNode<T extends KubernetesObject>(nodeName: string): readonly T[] {
    return this.listOf(byPlacement(nodeName));
  }

  dependentsOf(uid: string): readonly KubernetesObject[] {
    return this.listOf(byOwner(uid));
  }

  byUid(uid: string): KubernetesObject | undefined {
    return this.uids.get(uid);
  }

  /** Every object, in order of creation within its kind. */
  all(): readonly KubernetesObject[] {
    return [...this.kinds].flatMap((kind) => this.list(kind));
  }

  /** Inserts or replaces; returns the object as stored, with its new resourceVersion. */
  put(object: KubernetesObject): KubernetesObject {
    this.version += 1;
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(this.version) } };
    const key = storeKey(stored);
    const previous = this.get(stored.kind, stored.metadata.namespace ?? '', stored.metadata.name ?? '');
    const before = this.bucketsOf(previous);
    const after =
      previous && this.isIndexedAlike(previous, stored)
        ? before
        : this.indexKeys(stored).map((indexKey) => this.bucket(indexKey));
    for (const bucket of after) {
      bucket.objects.set(key, stored);
      bucket.list = undefined;
    }
    if (after !== before) for (const bucket of before) if (!after.includes(bucket)) this.drop(bucket, key);
    this.indexed.set(stored, after);
    if (stored.metadata.uid) this.uids.set(stored.metadata.uid, stored);
    this.kinds.add(stored.kind);
    this.notify(previous ? { type: 'modified', object: stored, previous } : { type: 'added', object: stored });
    return stored;
  }

  remove(ref: ObjectRef): KubernetesObject | undefined {
    const previous = this.get(ref.kind, ref.namespace, ref.name);
    if (!previous) return undefined;
    this.version += 1;
    for (const bucket of this.bucketsOf(previous)) this.drop(bucket, storeKey(previous));
    if (previous.metadata.uid) this.uids.delete(previous.metadata.uid);
    this.notify({ type: 'deleted', object: previous, previous });
    return previous;
  }

  private notify(change: Change): void {
    for (const watcher of this.watchers) watcher(change);
  }

  private listOf<T extends KubernetesObject>(indexKey: string): readonly T[] {
    const bucket = this.buckets.get(indexKey);
    if (!bucket) return nothing;
    bucket.list ??= [...bucket.objects.values()];
    return bucket.list as readonly T[];
  }

  private bucket(key: string): Bucket {
    const existing = this.buckets.get(key);
    if (existing) return existing;
    const created: Bucket = { key, objects: new Map(), list: undefined };
    this.buckets.set(key, created);
    return created;
  }

  private drop(bucket: Bucket, key: string): void {
    bucket.objects.delete(key);
    bucket.list = undefined;
    if (bucket.objects.size === 0) this.buckets.delete(bucket.key);
  }

  private bucketsOf(stored: KubernetesObject | undefined): readonly Bucket[] {
    return (stored && this.indexed.get(stored)) ?? nothing;
  }

  /** Most writes leave untouched what an object is found by. */
  private isIndexedAlike(previous: KubernetesObject, next: KubernetesObject): boolean {
    const [before, after] = [previous.metadata, next.metadata];
    const isSameMetadata = before.labels === after.labels && before.ownerReferences === after.ownerReferences;
    return isSameMetadata && this.options.placementOf(previous) === this.options.placementOf(next);
  }

  private indexKeys(object: KubernetesObject): string[] {
    const { kind, metadata } = object;
    const namespace = metadata.namespace ?? '';
    const keys = [byKind(kind), byNamespace(kind, namespace)];
    for (const reference of metadata.ownerReferences ?? []) {
      keys.push(byOwner(reference.uid));
      if (reference.controller === true) keys.push(byController(kind, reference.uid));
    }
    for (const label in metadata.labels) keys.push(byLabel(kind, namespace, label, metadata.labels[label] ?? ''));
    const placement = this.options.placementOf(object);
    if (placement !== undefined) keys.push(byPlacement(placement));
    return keys;
  }
}

const storeKey = (object: KubernetesObject): string => `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
const byKind = (kind: string): string => `kind:${kind}`;
const byNamespace = (kind: string, namespace: string): string => `namespace:${kind}/${namespace}`;
const byController = (kind: string, uid: string): string => `controller:${kind}/${uid}`;
const byOwner = (uid: string): string => `owner:${uid}`;
const byLabel = (kind: string, namespace: string, key: string, value: string): string =>
  `label:${kind}/${namespace}/${key}=${value}`;
const byPlacement = (node: string): string => `placement:${node}`;
