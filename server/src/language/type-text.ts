import type { FieldType } from '../schema/index.ts';
import type { FieldShape } from '../schema/structure.ts';

/** A field's type in a word or three. */
export function typeText({ shape, type }: FieldType): string {
  if (type === 'resource.Quantity') return 'quantity';
  if (shape.format === 'int-or-string') return 'integer or string';
  if (shape.type === 'array') return `list of ${typeText(itemType(shape))}`;
  if (shape.additionalProperties) return `map of ${typeText(fieldType(shape.additionalProperties))}`;
  return type?.split('.').at(-1) ?? shape.type ?? 'any';
}

function itemType({ items = {} }: FieldShape): FieldType {
  return fieldType(items);
}

function fieldType(shape: FieldShape): FieldType {
  return { shape, required: false, ...(shape.$ref === undefined ? {} : { type: shape.$ref }) };
}
