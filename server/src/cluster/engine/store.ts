import type { Change, KubernetesObject, ObjectRef, Reader, Tally, TallyKind } from './types.ts';

export interface StoreOptions {
  /** Where an object is placed: a node's name, `''` while it is not placed, undefined for kinds that never are. */
  readonly placementOf: (object: KubernetesObject) => string | undefined;
}

/** The place of one object: what it is now, and the buckets that it is in. */
interface Entry {
  object: KubernetesObject;
  buckets: readonly Bucket[];
}

/** Entries that share an index key, in order of creation; their objects as a list, and tallies, once somebody asked. */
interface Bucket {
  readonly key: string;
  readonly entries: Map<string, Entry>;
  list: readonly KubernetesObject[] | undefined;
  tallies: Map<TallyKind<Tally>, Tally> | undefined;
}

const nothing: readonly never[] = [];

/**
 * The object store: keeps immutable objects, gives each write a new resourceVersion, keeps indexes up to date so that
 * one object's change never scans all objects, and tells its watchers. It decides nothing: names, generations, grace
 * and finalizers are the API server's business.
 */
export class ObjectStore implements Reader {
  private readonly buckets = new Map<string, Bucket>();
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
    return this.entry(kind, namespace, name)?.object as T | undefined;
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

  tallyOnNode<T extends Tally>(kind: TallyKind<T>, nodeName: string): T {
    const bucket = this.buckets.get(byPlacement(nodeName));
    const known = bucket?.tallies?.get(kind);
    if (known) return known as T;
    const tally = new kind();
    if (!bucket) return tally;
    for (const { object } of bucket.entries.values()) tally.note(object, undefined);
    bucket.tallies ??= new Map();
    bucket.tallies.set(kind, tally);
    return tally;
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
    const entry = this.entry(stored.kind, stored.metadata.namespace ?? '', stored.metadata.name ?? '');
    const previous = entry?.object;
    if (entry && previous && this.isIndexedAlike(previous, stored)) {
      entry.object = stored;
      for (const bucket of entry.buckets) touch(bucket, stored, previous);
    } else this.index(entry ?? { object: stored, buckets: nothing }, stored);
    if (stored.metadata.uid) this.uids.set(stored.metadata.uid, stored);
    this.kinds.add(stored.kind);
    this.notify(previous ? { type: 'modified', object: stored, previous } : { type: 'added', object: stored });
    return stored;
  }

  remove(ref: ObjectRef): KubernetesObject | undefined {
    const entry = this.entry(ref.kind, ref.namespace, ref.name);
    if (!entry) return undefined;
    const previous = entry.object;
    this.version += 1;
    for (const bucket of entry.buckets) this.drop(bucket, previous);
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
    bucket.list ??= Array.from(bucket.entries.values(), ({ object }) => object);
    return bucket.list as readonly T[];
  }

  private entry(kind: string, namespace: string, name: string): Entry | undefined {
    return this.buckets.get(byKind(kind))?.entries.get(`${namespace}/${name}`);
  }

  /** Puts an entry with its new object into the buckets where it belongs now. */
  private index(entry: Entry, object: KubernetesObject): void {
    const key = storeKey(object);
    const { object: previous, buckets: before } = entry;
    entry.object = object;
    entry.buckets = this.indexKeys(object).map((indexKey) => this.bucket(indexKey));
    for (const bucket of entry.buckets) {
      bucket.entries.set(key, entry);
      touch(bucket, object, before.includes(bucket) ? previous : undefined);
    }
    for (const bucket of before) if (!entry.buckets.includes(bucket)) this.drop(bucket, previous);
  }

  private bucket(key: string): Bucket {
    const existing = this.buckets.get(key);
    if (existing) return existing;
    const created: Bucket = { key, entries: new Map(), list: undefined, tallies: undefined };
    this.buckets.set(key, created);
    return created;
  }

  private drop(bucket: Bucket, object: KubernetesObject): void {
    bucket.entries.delete(storeKey(object));
    touch(bucket, undefined, object);
    if (bucket.entries.size === 0) this.buckets.delete(bucket.key);
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

/** One of a bucket's objects has come, changed or gone. */
function touch(bucket: Bucket, object: KubernetesObject | undefined, previous: KubernetesObject | undefined): void {
  bucket.list = undefined;
  if (bucket.tallies) for (const tally of bucket.tallies.values()) tally.note(object, previous);
}

const storeKey = (object: KubernetesObject): string => `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
const byKind = (kind: string): string => `kind:${kind}`;
const byNamespace = (kind: string, namespace: string): string => `namespace:${kind}/${namespace}`;
const byController = (kind: string, uid: string): string => `controller:${kind}/${uid}`;
const byOwner = (uid: string): string => `owner:${uid}`;
const byLabel = (kind: string, namespace: string, key: string, value: string): string =>
  `label:${kind}/${namespace}/${key}=${value}`;
const byPlacement = (node: string): string => `placement:${node}`;
