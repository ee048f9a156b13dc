import type { FieldPath } from '../../kubernetes/path.ts';
import type { StructuralSchema } from '../../schema/custom-resources/definition.ts';
import { duplicate, type FieldError, invalid } from '../field-error.ts';
import type { Json } from './place.ts';

/** Lists that are sets or maps hold nothing twice. Source: pkg/apiserver/schema/listtype of k8s.io/apiextensions-apiserver */
export function* listErrors(schema: StructuralSchema, value: unknown, path: FieldPath = [], field = ''): Iterable<FieldError> {
  if (Array.isArray(value)) {
    if (schema['x-kubernetes-list-type'] === 'set') yield* duplicates(value, path, field, value);
    if (schema['x-kubernetes-list-type'] === 'map') yield* mapErrors(schema, value, path, field);
    const { items } = schema;
    for (const [index, item] of items ? value.entries() : [])
      yield* listErrors(items ?? {}, item, [...path, index], `${field}[${index}]`);
  } else if (typeof value === 'object' && value !== null) {
    const { properties = {}, additionalProperties } = schema;
    for (const [key, part] of Object.entries(value as Json)) {
      const below = [...path, key];
      if (typeof additionalProperties === 'object') yield* listErrors(additionalProperties, part, below, `${field}[${key}]`);
      const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (own) yield* listErrors(own, part, below, field === '' ? key : `${field}.${key}`);
    }
  }
}

function* mapErrors(schema: StructuralSchema, list: readonly unknown[], path: FieldPath, field: string): Iterable<FieldError> {
  const stranger = list.findIndex((item) => Array.isArray(item) || (typeof item !== 'object' && item !== undefined));
  if (stranger >= 0) {
    const place = { path: [...path, stranger], field: `${field}[${stranger}]` };
    yield invalid(place, list[stranger], 'must be an object for an array of list-type map');
    return;
  }
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const keyOf = (item: unknown): Json =>
    Object.fromEntries(keys.filter((key) => Object.hasOwn((item ?? {}) as Json, key)).map((key) => [key, (item as Json)[key]]));
  yield* duplicates(list.map(keyOf), path, field, list.map(keyOf));
}

/** Named where it comes for the second time, and no more. */
function* duplicates(list: readonly unknown[], path: FieldPath, field: string, shown: readonly unknown[]): Iterable<FieldError> {
  const seen = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const text = JSON.stringify(item);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    if (times === 2) yield duplicate({ path: [...path, index], field: `${field}[${index}]` }, shown[index]);
  }
}
