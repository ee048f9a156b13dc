import type { FieldShape, Structure } from '../schema/structure.ts';
import { canonicalQuantity } from './quantity.ts';

const quantityType = 'resource.Quantity';

/**
 * The value with all its quantities written as the API server stores them (`0.5` is `500m`), so that another notation is
 * no change. What is no quantity stays as it is, for validation to complain about. Nothing is copied where nothing changes.
 *
 * @param type the value's type in the structure; undefined for custom resources, of whose fields nothing is known.
 */
export function withCanonicalQuantities<T>(structure: Structure, type: string | undefined, value: T): T {
  return type === undefined ? value : (canonical(structure, { $ref: type }, value) as T);
}

function canonical(structure: Structure, shape: FieldShape | undefined, value: unknown): unknown {
  if (shape?.$ref === quantityType) return isQuantity(value) ? canonicalQuantity(value) : value;
  const own = shape?.$ref === undefined ? shape : structure.types[shape.$ref];
  if (own === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => canonical(structure, own.items, item));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  const entries = Object.entries(value);
  const changed = entries.map(([key, part]: [string, unknown]): [string, unknown] => [
    key,
    canonical(structure, own.properties?.[key] ?? own.additionalProperties, part),
  ]);
  return changed.some(([, part], index) => part !== entries[index]?.[1]) ? Object.fromEntries(changed) : value;
}

function isQuantity(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
