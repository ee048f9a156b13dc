import { refuse } from './leaf.ts';
import type { JsonSchema } from './shape-schema.ts';

/**
 * Whether a value passes a schema, found out by reading the schema. Most values are as they should be, and this tells so
 * long before a validator would be compiled; for the others, the compiled validator says what is wrong. It may refuse what
 * that one lets pass (integers beyond 2^53), but never the other way round.
 */
export function accepts(schema: JsonSchema, value: unknown, typeNamed: (name: string) => JsonSchema): boolean {
  if (value === null || value === undefined) return true;
  if (schema.isA !== undefined) return accepts(typeNamed(schema.isA), value, typeNamed);
  if (schema.type && !isOneOf(schema.type, value)) return false;
  if (schema.reads && refuse(schema.reads, value)) return false;
  if (Array.isArray(value)) {
    const { items } = schema;
    return !items || value.every((item) => accepts(items, item, typeNamed));
  }
  switch (typeof value) {
    case 'object':
      return acceptsFields(schema, value as Readonly<Record<string, unknown>>, typeNamed);
    case 'number':
      return value >= (schema.minimum ?? -Infinity) && value <= (schema.maximum ?? Infinity);
    case 'string':
      return value === '' || !schema.values || schema.values.includes(value);
    default:
      return true;
  }
}

function acceptsFields(
  { properties, additionalProperties = true, needs }: JsonSchema,
  object: Readonly<Record<string, unknown>>,
  typeNamed: (name: string) => JsonSchema,
): boolean {
  for (const key in object) {
    const field = properties?.[key] ?? additionalProperties;
    if (field === false || (field !== true && !accepts(field, object[key], typeNamed))) return false;
  }
  return !needs || needs.every((field) => object[field] !== undefined && object[field] !== null);
}

function isOneOf(types: readonly string[], value: unknown): boolean {
  if (Array.isArray(value)) return types.includes('array');
  return types.includes(typeof value) || (Number.isInteger(value) && types.includes('integer'));
}
