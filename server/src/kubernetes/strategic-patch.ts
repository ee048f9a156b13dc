import type { FieldShape, Structure } from '../schema/structure.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * A strategic merge patch applied to an object: maps merge, null deletes, lists with a merge key merge by it, lists of
 * plain values that merge become unions, all others are replaced. `$patch: delete` and `$patch: replace`
 * are understood; the directives that only kubectl computes ($setElementOrder, $deleteFromPrimitiveList, $retainKeys) are not.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (StrategicMergeMapPatch)
 *
 * @param type the object's type in the structure; undefined for custom resources, which take no such patches.
 */
export function strategicPatch(structure: Structure, type: string | undefined, object: Json, patch: Json): Json {
  return mergeMap(structure, type === undefined ? undefined : structure.types[type], object, patch);
}

const directive = '$patch';

function mergeMap(structure: Structure, shape: FieldShape | undefined, live: Json | undefined, patch: Json): Json {
  if (patch[directive] === 'delete') return {};
  const replaces = patch[directive] === 'replace';
  const result = new Map<string, unknown>(replaces ? [] : Object.entries(live ?? {}));
  for (const [key, value] of Object.entries(patch)) {
    if (key === directive) continue;
    if (value === null) result.delete(key);
    else result.set(key, mergeField(structure, fieldShape(structure, shape, key), result.get(key), value));
  }
  return Object.fromEntries(result);
}

function mergeField(structure: Structure, field: FieldShape | undefined, live: unknown, patch: unknown): unknown {
  if (isMap(patch)) return mergeMap(structure, resolve(structure, field), isMap(live) ? live : undefined, patch);
  if (!Array.isArray(patch) || field?.patchStrategy?.includes('merge') !== true) return patch;
  const items: readonly unknown[] = Array.isArray(live) ? live : [];
  const { mergeKey } = field;
  if (mergeKey === undefined) return ordered([...new Set([...items, ...(patch as unknown[])])], patch, items, (item) => item);
  return mergeKeyed(structure, field, mergeKey, items, patch);
}

function mergeKeyed(
  structure: Structure,
  field: FieldShape,
  mergeKey: string,
  live: readonly unknown[],
  patch: readonly unknown[],
): unknown[] {
  const keyOf = (item: unknown): unknown => (isMap(item) ? item[mergeKey] : undefined);
  const marked = (word: string): Json[] => patch.filter(isMap).filter((item) => item[directive] === word);
  const wanted = patch.filter(isMap).filter((item) => item[directive] === undefined);
  if (marked('replace').length > 0) return wanted;
  const deleted = new Set(marked('delete').map(keyOf));
  const result = live.filter((item) => !deleted.has(keyOf(item)));
  for (const item of wanted) {
    const index = result.findIndex((each) => keyOf(each) === keyOf(item));
    const merged = index < 0 ? item : mergeMap(structure, resolve(structure, field.items), result[index] as Json, item);
    if (index < 0) result.push(merged);
    else result[index] = merged;
  }
  return ordered(result, wanted, live, keyOf);
}

/**
 * Items that the patch names come in its order. Each that only the live list has stands before the first of them that it
 * preceded there; so what the patch adds comes before it.
 * Source: patch.go (normalizeElementOrder, mergeSortedSlice)
 */
function ordered(
  merged: readonly unknown[],
  patch: readonly unknown[],
  live: readonly unknown[],
  keyOf: (item: unknown) => unknown,
): unknown[] {
  const places = new Map(live.map((item, index) => [keyOf(item), index]));
  const named = patch.flatMap((item) => merged.filter((each) => keyOf(each) === keyOf(item)));
  const others = merged.filter((item) => !named.includes(item));
  const result: unknown[] = [];
  for (const item of named) {
    const place = places.get(keyOf(item));
    while (place !== undefined && others.length > 0 && (places.get(keyOf(others[0])) ?? Infinity) < place) {
      result.push(others.shift());
    }
    result.push(item);
  }
  return [...result, ...others];
}

function fieldShape(structure: Structure, shape: FieldShape | undefined, key: string): FieldShape | undefined {
  return resolve(structure, shape)?.properties?.[key] ?? shape?.additionalProperties;
}

function resolve(structure: Structure, shape: FieldShape | undefined): FieldShape | undefined {
  return shape?.$ref === undefined ? shape : structure.types[shape.$ref];
}

const isMap = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
