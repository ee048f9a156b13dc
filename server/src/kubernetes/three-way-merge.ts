import type { FieldShape, Structure } from '../schema/structure.ts';

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
  const result: Record<string, unknown> = { ...live };
  for (const key in original) if (isGone(modified[key])) delete result[key];
  for (const [key, value] of Object.entries(modified)) {
    if (isGone(value)) delete result[key];
    else result[key] = mergeField(structure, fieldShape(structure, shape, key), original?.[key], value, live?.[key]);
  }
  return result;
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
  if (!Array.isArray(modified) || !field?.patchStrategy?.includes('merge')) return modified;
  const lists = { original: asList(original), modified: modified as unknown[], live: asList(live) };
  return field.mergeKey === undefined ? mergeSets(lists) : mergeKeyed(structure, field, field.mergeKey, lists);
}

interface Lists {
  readonly original: readonly unknown[];
  readonly modified: readonly unknown[];
  readonly live: readonly unknown[];
}

/** Lists of plain values that merge (finalizers). */
function mergeSets({ original, modified, live }: Lists): unknown[] {
  const dropped = new Set(original.filter((item) => !modified.includes(item)));
  const kept = live.filter((item) => !dropped.has(item));
  return [...kept, ...modified.filter((item) => !kept.includes(item))];
}

function mergeKeyed(structure: Structure, field: FieldShape, mergeKey: string, { original, modified, live }: Lists): unknown[] {
  const keyOf = (item: unknown): unknown => asMap(item)?.[mergeKey];
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
  return interleave(merged, liveOnly, live.map(keyOf), keyOf);
}

/** The manifest's items in its order; live-only items keep their place relative to items that were live before. */
function interleave(merged: unknown[], liveOnly: unknown[], liveKeys: unknown[], keyOf: (item: unknown) => unknown): unknown[] {
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

function only(map: Json, keys: Json): Json {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !isGone(keys[key])));
}

const isGone = (value: unknown): boolean => value === undefined || value === null;
const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const asMap = (value: unknown): Json | undefined => (isMap(value) ? value : undefined);
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
