import type { FieldShape, Structure } from './structure.ts';

/** What a value has to be, as the Go type behind the field reads JSON. */
export type Leaf =
  | 'string'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'bool'
  | 'bytes'
  | 'quantity'
  | 'int-or-string'
  | 'time'
  | 'microtime'
  | 'object'
  | 'array';

/** What is read, and the name of the Go type that reads it. */
export interface Reading {
  readonly leaf: Leaf;
  readonly goType: string;
}

/** The part of JSON Schema, with keywords of our own, that shapes are compiled to. Null passes everywhere: it means unset. */
export interface JsonSchema {
  /** Our keyword: the name of a type, compiled when first needed. */
  isA?: string;
  /** Our keyword, for what JSON Schema has no type for. */
  reads?: Leaf;
  /** Our keyword: names of the fields that the type requires. */
  needs?: readonly string[];
  /** Our keyword: the values that a string may have. */
  values?: readonly unknown[];
  type?: readonly string[];
  minimum?: number;
  maximum?: number;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
}

const leafTypes: Readonly<Record<string, Leaf>> = {
  'resource.Quantity': 'quantity',
  'intstr.IntOrString': 'int-or-string',
  'meta.v1.Time': 'time',
  'meta.v1.MicroTime': 'microtime',
};

/** Types that take any JSON. */
const opaqueTypes: ReadonlySet<string> = new Set(['runtime.RawExtension', 'meta.v1.FieldsV1']);

/** The schema of one type, strict: no field beside those of the type. */
export function typeSchema(structure: Structure, name: string): JsonSchema {
  return fieldSchema(structure.types[name] ?? {});
}

function fieldSchema(shape: FieldShape): JsonSchema {
  const reading = readingOf(shape);
  if (!reading) return {};
  if (shape.$ref !== undefined && reading.leaf === 'object') return { isA: shape.$ref };
  const schema = leafSchema(reading.leaf);
  if (shape.properties) return { ...schema, ...objectSchema(shape, shape.properties) };
  if (shape.additionalProperties) return { ...schema, additionalProperties: fieldSchema(shape.additionalProperties) };
  if (shape.items) return { ...schema, items: fieldSchema(shape.items) };
  return shape.enum ? { ...schema, values: shape.enum } : schema;
}

function objectSchema(shape: FieldShape, fields: Readonly<Record<string, FieldShape>>): JsonSchema {
  // Nothing is inherited: a field is looked up for each field of each object.
  const properties = Object.create(null) as Record<string, JsonSchema>;
  for (const [name, field] of Object.entries(fields)) properties[name] = fieldSchema(field);
  const needs = shape.required?.length ? { needs: shape.required } : {};
  return { properties, additionalProperties: false, ...needs };
}

/** JSON Schema's own types wherever they do: they compile several times faster than a keyword. */
function leafSchema(leaf: Leaf): JsonSchema {
  switch (leaf) {
    case 'string':
    case 'object':
    case 'array':
      return { type: [leaf, 'null'] };
    case 'bool':
      return { type: ['boolean', 'null'] };
    case 'int32':
      return { type: ['integer', 'null'], minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
    default:
      return { reads: leaf };
  }
}

/** How a field is read; undefined for what takes any JSON. */
export function readingOf(shape: FieldShape): Reading | undefined {
  if (shape.$ref !== undefined) {
    if (opaqueTypes.has(shape.$ref)) return undefined;
    const leaf = leafTypes[shape.$ref] ?? 'object';
    return { leaf, goType: leaf === 'object' ? goTypeName(shape.$ref) : leaf === 'int-or-string' ? 'int32' : 'string' };
  }
  if (shape.type === undefined) return undefined;
  return { leaf: leafOf(shape), goType: goTypeOf(shape) };
}

function leafOf(shape: FieldShape): Leaf {
  if (shape.type === 'object' || shape.type === 'array') return shape.type;
  if (shape.type === 'integer') return shape.format === 'int32' ? 'int32' : 'int64';
  if (shape.type === 'number') return 'float64';
  if (shape.type === 'boolean') return 'bool';
  return shape.format === 'byte' ? 'bytes' : 'string';
}

/** As Go prints the type: `v1.PodSpec` for `core.v1.PodSpec`. */
function goTypeName(name: string): string {
  return name.split('.').slice(-2).join('.');
}

function goTypeOf(shape: FieldShape): string {
  if (shape.$ref !== undefined) return goTypeName(shape.$ref);
  if (shape.type === 'array') return `[]${goTypeOf(shape.items ?? {})}`;
  if (shape.additionalProperties) {
    // The one map that has a name of its own.
    const isResources = shape.additionalProperties.$ref === 'resource.Quantity';
    return isResources ? 'v1.ResourceList' : `map[string]${goTypeOf(shape.additionalProperties)}`;
  }
  if (shape.type === undefined) return 'interface {}';
  const leaf = leafOf(shape);
  return leaf === 'bytes' ? '[]uint8' : leaf;
}
