import type { FieldShape, Structure } from '../schema/structure.ts';
import { deepEqual } from './equality.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * What `kubectl apply` makes of a live object: the manifest's fields are set, fields that the last applied manifest had
 * and this one has not are deleted, and all that only the live object has stays. Lists merge by their merge key where
 * the API says so, and are replaced otherwise.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (CreateThreeWayMergePatch, StrategicMergePatch)
 *
 * @param type the object's type in the structure; undefined for custom resources, whose lists are always replaced.
 */
export function threeWayMerge(
  structure: Structure,
  type: string | undefined,
  objects: { original?: Json; modified: Json; live: Json },
): Json {
  const shape = type === undefined ? undefined : structure.types[type];
  return mergeMaps(structure, shape, objects.original, objects.modified, objects.live);
}

function mergeMaps(
  structure: Structure,
  shape: FieldShape | undefined,
  original: Json | undefined,
  modified: Json,
  live: Json | undefined,
): Json {
  const result = new Map(Object.entries(live ?? {}));
  for (const key in original) if (isGone(modified[key])) result.delete(key);
  for (const [key, value] of Object.entries(modified)) {
    if (isGone(value)) result.delete(key);
    else result.set(key, mergeField(structure, fieldShape(structure, shape, key), original?.[key], value, live?.[key]));
  }
  return Object.fromEntries(result);
}

function mergeField(
  structure: Structure,
  field: FieldShape | undefined,
  original: unknown,
  modified: unknown,
  live: unknown,
): unknown {
  if (isMap(modified)) {
    const merged = mergeMaps(structure, resolve(structure, field), asMap(original), modified, asMap(live));
    return retainsKeys(field) ? only(merged, modified) : merged;
  }
  if (!Array.isArray(modified) || !field?.patchStrategy?.includes('merge')) return withoutNulls(modified);
  const lists = { original: asList(original), modified: modified as unknown[], live: asList(live) };
  return field.mergeKey === undefined ? mergeSets(lists) : mergeKeyed(structure, field, field.mergeKey, lists);
}

interface Lists {
  readonly original: readonly unknown[];
  readonly modified: readonly unknown[];
  readonly live: readonly unknown[];
}

/**
 * Lists of plain values that merge (finalizers). A manifest that has just what is live, sorted, is no change to kubectl: the
 * live order stays.
 */
function mergeSets({ original, live, ...lists }: Lists): unknown[] {
  const modified = [...new Set(lists.modified)];
  const dropped = new Set(original.filter((item) => !modified.includes(item)));
  if (dropped.size === 0 && deepEqual([...live].sort(byText), modified)) return [...live];
  const liveOnly = live.filter((item) => !modified.includes(item));
  return interleave(modified, liveOnly, live, (item) => item).filter((item) => !dropped.has(item));
}

function byText(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
}

function mergeKeyed(structure: Structure, field: FieldShape, mergeKey: string, lists: Lists): unknown[] {
  const { original, live } = lists;
  const keyOf = (item: unknown): unknown => asMap(item)?.[mergeKey];
  // An item that stands twice is one to upstream, which goes by keys.
  const modified = lists.modified.filter(
    (item, index) => lists.modified.findIndex((other) => keyOf(other) === keyOf(item) && deepEqual(other, item)) === index,
  );
  const find = (list: readonly unknown[], key: unknown): Json | undefined => asMap(list.find((item) => keyOf(item) === key));
  const wanted = new Set(modified.map(keyOf));
  const dropped = new Set(original.map(keyOf).filter((key) => !wanted.has(key)));
  const itemShape = resolve(structure, field.items);
  const merged = modified.map((item) => {
    const map = asMap(item) ?? {};
    const result = mergeMaps(structure, itemShape, find(original, keyOf(item)), map, find(live, keyOf(item)));
    return retainsKeys(field) ? only(result, map) : result;
  });
  const liveOnly = live.filter((item) => !wanted.has(keyOf(item)) && !dropped.has(keyOf(item)));
  const added = merged.map(keyOf).filter((key) => !live.some((item) => keyOf(item) === key));
  return interleave(merged, liveOnly, orderAsUpstreamSees(live.map(keyOf), dropped, added), keyOf);
}

/**
 * The live order by which live-only items are placed. Upstream removes and appends in the very array that it reads the order
 * from: what is removed makes the rest move up, and what is added takes the places that this leaves.
 */
function orderAsUpstreamSees(live: unknown[], dropped: ReadonlySet<unknown>, added: readonly unknown[]): unknown[] {
  const order = [...live];
  let length = live.length;
  for (const key of [...dropped].sort(byText)) {
    for (let at = order.indexOf(key); at >= 0 && at < length; at = order.indexOf(key)) {
      order.copyWithin(at, at + 1, length);
      length -= 1;
    }
  }
  added.slice(0, order.length - length).forEach((key, index) => {
    order[length + index] = key;
  });
  return order;
}

/** The manifest's items in its order; live-only items keep their place relative to items that were live before. */
function interleave(
  merged: readonly unknown[],
  liveOnly: readonly unknown[],
  liveKeys: readonly unknown[],
  keyOf: (item: unknown) => unknown,
): unknown[] {
  const result: unknown[] = [];
  let next = 0;
  for (const item of merged) {
    const position = liveKeys.indexOf(keyOf(item));
    while (position >= 0 && next < liveOnly.length && liveKeys.indexOf(keyOf(liveOnly[next])) < position) {
      result.push(liveOnly[next]);
      next += 1;
    }
    result.push(item);
  }
  return [...result, ...liveOnly.slice(next)];
}

function fieldShape(structure: Structure, shape: FieldShape | undefined, key: string): FieldShape | undefined {
  return resolve(structure, shape)?.properties?.[key] ?? shape?.additionalProperties;
}

function resolve(structure: Structure, shape: FieldShape | undefined): FieldShape | undefined {
  return shape?.$ref === undefined ? shape : structure.types[shape.$ref];
}

function retainsKeys(field: FieldShape | undefined): boolean {
  return field?.patchStrategy?.includes('retainKeys') ?? false;
}

/** Of a union, what the manifest names; a manifest that names nothing leaves the live object as it is. */
function only(map: Json, keys: Json): Json {
  if (Object.values(keys).every(isGone)) return map;
  return Object.fromEntries(Object.entries(map).filter(([key]) => !isGone(keys[key])));
}

/** A copy without members that are null, which say that there is to be nothing. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).filter(([, member]) => !isGone(member));
  return Object.fromEntries(entries.map(([key, member]): [string, unknown] => [key, withoutNulls(member)]));
}

const isGone = (value: unknown): boolean => value === undefined || value === null;
const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const asMap = (value: unknown): Json | undefined => (isMap(value) ? value : undefined);
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
