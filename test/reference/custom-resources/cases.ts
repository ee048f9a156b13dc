import type { StructuralSchema } from '../../../server/src/schema/custom-resources/definition.ts';

/** A custom resource, and the schema of its definition. */
export interface Case {
  readonly id: string;
  readonly schema: StructuralSchema;
  readonly object: Readonly<Record<string, unknown>>;
}

const anything: readonly unknown[] = [
  null,
  true,
  0,
  1,
  -1,
  5,
  10,
  11,
  1.5,
  2147483648,
  '',
  'a',
  'abc',
  'abcdefghijk',
  '10%',
  'Ünï',
  [],
  ['a'],
  ['a', 'a'],
  ['a', 'b', 'c', 'd'],
  [null],
  [1],
  [{ name: 'a', port: 1 }],
  [{ name: 'a' }, { name: 'a' }, { name: 'a' }],
  [
    { name: 'a', port: 1 },
    { name: 'a', port: 2 },
  ],
  [{}, {}],
  {},
  { a: 'x' },
  { a: 1 },
  { a: null },
  { a: 'x', b: 'y', c: 'z' },
  { b: { c: 1, d: 2 } },
  { name: 'a', port: '80' },
  { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, extra: 1 },
  { apiVersion: 'a/b/c', kind: 'a b' },
  { apiVersion: 1, kind: '' },
];

const text: StructuralSchema = { type: 'string' };
const item: StructuralSchema = { type: 'object', properties: { name: text, port: { type: 'integer' } } };

/** Schemas of `spec.value`. */
const schemas: Readonly<Record<string, StructuralSchema>> = {
  string: text,
  nullable: { type: 'string', nullable: true },
  length: { type: 'string', minLength: 2, maxLength: 5 },
  pattern: { type: 'string', pattern: '^[a-c]+$' },
  enum: { type: 'string', enum: ['abc', 'x'] },
  'enum of numbers': { type: 'integer', enum: [1, 5] },
  'nullable enum': { type: 'string', nullable: true, enum: ['abc'] },
  integer: { type: 'integer' },
  int32: { type: 'integer', format: 'int32' },
  bounds: { type: 'integer', minimum: 1, maximum: 10 },
  'exclusive bounds': { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 10, exclusiveMaximum: true },
  multiple: { type: 'number', multipleOf: 5 },
  'fraction multiple': { type: 'number', multipleOf: 0.5 },
  number: { type: 'number' },
  double: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' },
  'int or string': { 'x-kubernetes-int-or-string': true },
  'int or string with pattern': { 'x-kubernetes-int-or-string': true, pattern: '^[0-9]+%$', minimum: 2 },
  list: { type: 'array', items: text },
  'list bounds': { type: 'array', minItems: 1, maxItems: 3, items: text },
  set: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
  'map list': {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name'],
    items: { ...item, required: ['name'] },
  },
  'map list of two keys': {
    type: 'array',
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['name', 'port'],
    items: { ...item, required: ['name', 'port'] },
  },
  'list of objects': { type: 'array', items: { ...item, required: ['port'] } },
  map: { type: 'object', additionalProperties: text },
  'map bounds': { type: 'object', minProperties: 1, maxProperties: 2, additionalProperties: text },
  'map of objects': { type: 'object', additionalProperties: { type: 'object', properties: { c: { type: 'integer' } } } },
  object: { type: 'object', properties: { a: text, b: { type: 'object', properties: { c: text } } } },
  required: { type: 'object', required: ['a', 'b'], properties: { a: text, b: { type: 'object' } } },
  preserved: {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
    properties: { b: { type: 'object', properties: { c: text } } },
  },
  embedded: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: { type: 'object' } } },
  'embedded preserved': { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
  default: {
    type: 'object',
    required: ['a'],
    properties: { a: { type: 'string', default: 'x' }, b: { type: 'object', default: { c: 'y' }, properties: { c: text } } },
  },
  'any of': {
    type: 'object',
    properties: { a: text, b: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    anyOf: [{ required: ['a'] }, { required: ['b'] }],
  },
  'one of': {
    type: 'object',
    properties: { a: text, b: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, c: text },
    oneOf: [{ required: ['a'] }, { required: ['c'] }],
  },
  'all of': { type: 'string', allOf: [{ minLength: 2 }, { pattern: '^a' }] },
  not: { type: 'string', not: { pattern: '^a' } },
  'one of patterns': { type: 'string', oneOf: [{ pattern: '^a' }, { minLength: 3 }] },
  uuid: { type: 'string', format: 'uuid' },
  ipv4: { type: 'string', format: 'ipv4' },
  'unknown format': { type: 'string', format: 'made-up' },
};

const texts: Readonly<Record<string, readonly string[]>> = {
  uuid: ['3d813cbb-47fb-32ba-91df-831e1593ac29', '3D813CBB47FB32BA91DF831E1593AC29', '3d813cbb'],
  ipv4: ['10.0.0.1', '10.0.0.256', '10.0.0', '10.0.0.1.', '::1'],
  pattern: ['aabbcc', 'abcd'],
};

function resource(value: StructuralSchema): StructuralSchema {
  return {
    type: 'object',
    required: ['spec'],
    properties: { spec: { type: 'object', required: ['value'], properties: { value } } },
  };
}

/** Every value against every schema, and what lies around it. */
export function cases(): readonly Case[] {
  const identity = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' } };
  return Object.entries(schemas).flatMap(([name, value]) => {
    const schema = resource(value);
    const values = [...anything, ...(texts[name] ?? [])];
    return [
      ...values.map((each) => ({
        id: `${name}: ${JSON.stringify(each)}`,
        schema,
        object: { ...identity, spec: { value: each } },
      })),
      { id: `${name}: nothing`, schema, object: { ...identity, spec: {} } },
      { id: `${name}: no spec`, schema, object: identity },
      { id: `${name}: more`, schema, object: { ...identity, more: 1, spec: { value: 'a', valeu: 2 } } },
    ];
  });
}
