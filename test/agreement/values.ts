import type { FieldShape, Structure } from '../../server/src/schema/structure.ts';

/** A field as the structure knows it: its shape without `$ref`, and the type's name. */
export interface Field {
  readonly shape: FieldShape;
  readonly type?: string;
}

export function resolve(structure: Structure, shape: FieldShape | undefined): Field | undefined {
  if (shape?.$ref === undefined) return shape && { shape };
  const target = structure.types[shape.$ref];
  return target && { shape: target, type: shape.$ref };
}

const long = (length: number): string => 'a'.repeat(length);

const words = [
  '',
  'UPPER',
  'under_score',
  '-dash',
  'end-',
  'a..b',
  'with space',
  'a/b',
  'a/b/c',
  '/abs',
  '../up',
  'ünï',
  '1',
  '10.1.2.3',
  'a.b',
  '*',
  '\n',
];
const lengths = [15, 16, 52, 53, 63, 64, 253, 254].map(long);
const quantities = [
  '0',
  '-1',
  '1',
  '1.5',
  '0.5m',
  '1e3',
  '1Gi',
  '1gi',
  '',
  'abc',
  '+1',
  '1 Gi',
  '100000000000000000000',
  '1Mi',
  2,
  -2,
  0.5,
];
const portsOrPercents = [
  0,
  1,
  -1,
  65535,
  65536,
  '0',
  '1',
  '0%',
  '10%',
  '100%',
  '101%',
  '-5%',
  '1.5%',
  'x',
  'http',
  '',
  'UPPER',
  'a--b',
];
const integers = [-1, 0, 1, 2, 7, 100, 101, 3600, 65535, 65536, 2147483647, -2147483648];
const dates = ['2024-01-01T00:00:00Z', '2024-01-01', 'now', ''];

/** What is worth writing in place of a value, right and wrong. */
export function replacements({ shape, type }: Field): readonly unknown[] {
  if (type === 'resource.Quantity') return [...quantities, true];
  if (type === 'intstr.IntOrString') return [...portsOrPercents, true];
  if (type === 'meta.v1.Time' || type === 'meta.v1.MicroTime') return dates;
  switch (shape.type) {
    case 'string': {
      const choices = (shape.enum ?? []).filter((choice) => choice !== '');
      return [
        ...choices,
        ...choices.slice(0, 1).map((choice) => String(choice).toLowerCase()),
        'Wrong',
        ...words,
        ...lengths,
        1,
        true,
        ['a'],
      ];
    }
    case 'integer':
      return [...integers, 2147483648, 'x', '1', 1.5, true];
    case 'number':
      return [-1, 0, 0.5, 1.5, 'x'];
    case 'boolean':
      return [true, false, 'true', 1];
    case 'array':
      return [[], 'a', {}];
    case 'object':
      return shape.additionalProperties
        ? [{}, { a: 'b' }, { 'bad key!': 'b' }, { 'a/b/c': 'b' }, { a: 'under_score-' }, { a: '' }, { '': 'b' }, 'a', []]
        : [{}, 'a', []];
    default:
      return [{}, 'a'];
  }
}

/** A value with every field below it down to a depth: what a careless but well-meaning author would write. */
export function sample(structure: Structure, shape: FieldShape | undefined, depth: number, name = ''): unknown {
  const field = resolve(structure, shape);
  if (!field) return {};
  if (field.type === 'resource.Quantity') return '1';
  if (field.type === 'intstr.IntOrString') return 1;
  if (field.type === 'meta.v1.Time' || field.type === 'meta.v1.MicroTime') return dates[0];
  switch (field.shape.type) {
    case 'string':
      return (
        field.shape.enum?.find((choice) => choice !== '') ?? (/path$/i.test(name) ? '/a' : /ips?$/i.test(name) ? '10.0.0.1' : 'a')
      );
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [sample(structure, field.shape.items, depth, name)];
    default:
      return sampleObject(structure, field.shape, depth);
  }
}

function sampleObject(structure: Structure, shape: FieldShape, depth: number): unknown {
  if (shape.additionalProperties) return { a: sample(structure, shape.additionalProperties, depth - 1) };
  const wanted = depth > 0 ? Object.keys(shape.properties ?? {}) : (shape.required ?? []);
  return Object.fromEntries(wanted.map((name) => [name, sample(structure, shape.properties?.[name], depth - 1, name)]));
}
