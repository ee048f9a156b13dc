import type { StructuralSchema } from '../../schema/custom-resources/definition.ts';
import type { Json } from './place.ts';

/**
 * The value as the API server has it before it validates: nulls that the schema does not take are gone or defaulted, and
 * defaults are filled in. Source: pkg/apiserver/schema/defaulting of k8s.io/apiextensions-apiserver
 */
export function withSchemaDefaults(schema: StructuralSchema | undefined, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => itemOf(schema?.items, item));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value as Json)) {
    const own = schemaFor(schema, key);
    if (field === null && own && !own.nullable && own.default === undefined) continue;
    result[key] = withSchemaDefaults(own, field === null && own && !own.nullable ? own.default : field);
  }
  for (const [key, own] of Object.entries(schema?.properties ?? {})) {
    if (own.default !== undefined && own.default !== null && !Object.hasOwn(result, key))
      result[key] = withSchemaDefaults(own, own.default);
  }
  return result;
}

function itemOf(schema: StructuralSchema | undefined, item: unknown): unknown {
  const isDefaulted = item === null && schema !== undefined && !schema.nullable && schema.default !== undefined;
  return withSchemaDefaults(schema, isDefaulted ? schema.default : item);
}

function schemaFor(schema: StructuralSchema | undefined, key: string): StructuralSchema | undefined {
  if (schema?.properties && Object.hasOwn(schema.properties, key)) return schema.properties[key];
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
