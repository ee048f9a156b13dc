import { parseQuantity } from '../kubernetes/quantity.ts';
import { fromBase64 } from '../yaml/scalar.ts';
import type { Leaf } from './shape-schema.ts';

/** Why a value cannot be read; `json` where the decoder's sentence about types says it. */
export type Refusal = { readonly json: string } | { readonly message: string };

/** Whether the Go type behind a field reads the value: undefined if so. Null is always read, as unset. */
export function refuse(leaf: Leaf, value: unknown): Refusal | undefined {
  if (value === null || value === undefined) return undefined;
  switch (leaf) {
    case 'string':
      return typeof value === 'string' ? undefined : { json: jsonKind(value) };
    case 'bool':
      return typeof value === 'boolean' ? undefined : { json: jsonKind(value) };
    case 'int32':
      return refuseInteger(value, -(2n ** 31n), 2n ** 31n - 1n);
    case 'int64':
      return refuseInteger(value, -(2n ** 63n), 2n ** 63n - 1n);
    case 'float64':
      return typeof value === 'number' || typeof value === 'bigint' ? undefined : { json: jsonKind(value) };
    case 'int-or-string':
      return typeof value === 'string' ? undefined : refuse('int32', value);
    case 'object':
      return isPlainObject(value) ? undefined : { json: jsonKind(value) };
    case 'array':
      return Array.isArray(value) ? undefined : { json: jsonKind(value) };
    case 'quantity':
      return refuseQuantity(value);
    case 'bytes':
      return refuseBytes(value);
    case 'time':
    case 'microtime':
      return refuseTime(value, leaf);
  }
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Source: encoding/json, decode.go (literalStore, array, object). */
function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'number';
    default:
      return typeof value;
  }
}

function refuseInteger(value: unknown, min: bigint, max: bigint): Refusal | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint') return { json: jsonKind(value) };
  const fits = (typeof value === 'bigint' || Number.isSafeInteger(value)) && BigInt(value) >= min && BigInt(value) <= max;
  return fits ? undefined : { json: `number ${goNumber(value)}` };
}

/** A number as Go's JSON encoder writes it. */
function goNumber(value: number | bigint): string {
  return String(value).replace(/e-(\d)$/, 'e-0$1');
}

function refuseQuantity(value: unknown): Refusal | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    const result = parseQuantity(value);
    return result.ok ? undefined : { message: result.error };
  }
  return { message: quantityForm };
}

const quantityForm = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function refuseBytes(value: unknown): Refusal | undefined {
  // A list of small numbers is a byte slice, too.
  if (Array.isArray(value)) return undefined;
  if (typeof value !== 'string') return { json: jsonKind(value) };
  const compact = value.replaceAll(/[\r\n]/g, '');
  if (fromBase64(compact)) return undefined;
  const at = /^(?:[A-Za-z0-9+/]{4})*[A-Za-z0-9+/]{0,3}/.exec(compact)?.[0].length ?? 0;
  return { message: `illegal base64 data at input byte ${wrongByte(compact, at)}` };
}

/** Go counts an incomplete group at its start, a foreign character where it stands. */
function wrongByte(text: string, firstForeign: number): number {
  if (firstForeign === text.length) return text.length - (text.length % 4);
  return firstForeign;
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[-+]\d\d:\d\d)$/;

function refuseTime(value: unknown, leaf: 'time' | 'microtime'): Refusal | undefined {
  if (typeof value !== 'string') return { json: jsonKind(value) };
  if (rfc3339.test(value)) return undefined;
  const head = `parsing time ${JSON.stringify(value)}`;
  const { rest, part } = missingPart(value);
  if (part === undefined) return { message: `${head}: extra text: ${JSON.stringify(rest)}` };
  const layout = leaf === 'time' ? '2006-01-02T15:04:05Z07:00' : '2006-01-02T15:04:05.000000Z07:00';
  return { message: `${head} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part)}` };
}

const parts: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^(0[1-9]|1[0-2])/, '01'],
  [/^-/, '-'],
  [/^\d\d/, '02'],
  [/^T/, 'T'],
  [/^\d\d/, '15'],
  [/^:/, ':'],
  [/^\d\d/, '04'],
  [/^:/, ':'],
  [/^\d\d(\.\d+)?/, '05'],
  [/^(Z|[-+]\d\d:\d\d)/, 'Z07:00'],
];

/** What is left of the text from the first part of the layout that does not match it. */
function missingPart(value: string): { readonly rest: string; readonly part: string | undefined } {
  let rest = value;
  for (const [pattern, part] of parts) {
    const match = pattern.exec(rest);
    if (!match) return { rest, part };
    rest = rest.slice(match[0].length);
  }
  return { rest, part: undefined };
}
