import { type GoField, goType, type SpecialType } from './go-layout.ts';
import { canonicalQuantity } from './quantity.ts';

/** Any JSON as Go writes it after reading it without a type: keys sorted, some characters escaped. */
export function goJsonOfAny(value: unknown): string {
  return write(value).replace(/[<>&\u2028\u2029]/g, (unsafe) => `\\u${unsafe.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`).join(',')}}`;
}

/**
 * A value of a pod template's types as Go writes it to JSON: fields that must be there are, even if they are null, and those
 * that may be left out are when they are empty, 0 or false.
 * Source: Go's encoding/json; the field tags in staging/src/k8s.io/api/core/v1/types.go
 */
export function goValue(type: string, value: unknown): unknown {
  const go = goType(type);
  switch (go.kind) {
    case 'pointer':
      return value === undefined || value === null ? null : goValue(go.of, value);
    case 'slice':
      return isEmpty(value) ? null : (value as unknown[]).map((item) => goValue(go.of, item));
    case 'map':
      return isEmpty(value) ? null : mapValues(value as object, (item) => goValue(go.of, item));
    case 'struct':
      return structValue(go.fields, (value ?? {}) as Readonly<Record<string, unknown>>);
    case 'special':
      return specialValue(go.type, value);
    case 'bool':
      return value === true;
    case 'number':
      return value ?? 0;
    case 'text':
      return value ?? '';
  }
}

function structValue(fields: readonly GoField[], value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const { type, json, written } of fields) {
    if (json === '') {
      Object.assign(result, goValue(type, value));
      continue;
    }
    const field = goValue(type, value[json]);
    if (written === 'always' || !isLeftOut(field, type, written === 'non-zero')) result[json] = field;
  }
  return result;
}

function isLeftOut(field: unknown, type: string, ifZero: boolean): boolean {
  if (field === null) return true;
  const { kind } = goType(type);
  if (kind === 'pointer' || kind === 'special') return false;
  if (kind === 'struct') return ifZero && isEmpty(field);
  return field === '' || field === 0 || field === false;
}

function specialValue(type: SpecialType, value: unknown): unknown {
  switch (type) {
    case 'resource.Quantity':
      return canonicalQuantity((value ?? 0) as string | number);
    case 'intstr.IntOrString':
      return value ?? 0;
    case 'v1.Time':
    case 'v1.FieldsV1':
      return value ?? null;
  }
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0;
}

function mapValues(map: object, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).map(([key, value]: [string, unknown]) => [key, change(value)]));
}
