import { goNamedTypes, goStructs } from './go-structs.ts';

/** A field of a Go struct. */
export interface GoField {
  readonly name: string;
  readonly type: string;
  /** Empty for embedded structs: their members stand among those of the struct around them. */
  readonly json: string;
  /** When it is written to JSON: always, when it is not empty (no struct is), or when anything in it is set. */
  readonly written: 'always' | 'non-empty' | 'non-zero';
}

/** What a Go type is made of. Types that read and write their own JSON are `special`. */
export type GoType =
  | { readonly kind: 'pointer' | 'slice' | 'map'; readonly of: string }
  | { readonly kind: 'struct'; readonly fields: readonly GoField[] }
  | { readonly kind: 'bool' | 'number' | 'text' }
  | { readonly kind: 'special'; readonly type: SpecialType };

export type SpecialType = 'resource.Quantity' | 'intstr.IntOrString' | 'v1.Time' | 'v1.FieldsV1';

const specialTypes: readonly string[] = ['resource.Quantity', 'intstr.IntOrString', 'v1.Time', 'v1.FieldsV1'];

const known = new Map<string, GoType>();

/** A type by Go's name for it, of those that a pod template is made of. */
export function goType(type: string): GoType {
  let result = known.get(type);
  if (result === undefined) {
    result = parseType(goNamedTypes[type] ?? type);
    known.set(type, result);
  }
  return result;
}

function parseType(type: string): GoType {
  if (specialTypes.includes(type)) return { kind: 'special', type: type as SpecialType };
  if (type.startsWith('*')) return { kind: 'pointer', of: type.slice(1) };
  if (type.startsWith('[]')) return { kind: 'slice', of: type.slice(2) };
  const map = /^map\[.+?\](.+)$/.exec(type);
  if (map) return { kind: 'map', of: map[1] ?? '' };
  const struct = goStructs[type];
  if (struct !== undefined) return { kind: 'struct', fields: struct.split(' ').map(parseField) };
  if (type === 'bool') return { kind: 'bool' };
  return { kind: /^u?int(8|16|32|64)?$/.test(type) ? 'number' : 'text' };
}

function parseField(text: string): GoField {
  const [, name = '', json, mark, type = ''] = /^(\w+)(?:=(\w*))?([!?])?:(.+)$/.exec(text) ?? [];
  const written = mark === '!' ? 'always' : mark === '?' ? 'non-zero' : 'non-empty';
  return { name, type, json: json ?? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`, written };
}
