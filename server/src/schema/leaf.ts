import { parseQuantity } from '../kubernetes/quantity.ts';
import type { Leaf } from './shape-schema.ts';

/** Why a value cannot be read; `json` where the decoder's sentence about types says it. */
export type Refusal = { readonly json: string } | { readonly message: string };

/** Whether the Go type behind a field reads the value: undefined if so. Null is always read, as unset. */
export function refuse(leaf: Leaf, value: unknown): Refusal | undefined {
  if (value === null || value === undefined) return undefined;
  return readers[leaf](value);
}

const ofKind = (isRead: (value: unknown) => boolean) => (value: unknown) =>
  isRead(value) ? undefined : { json: jsonKind(value) };

const readers: Readonly<Record<Leaf, (value: unknown) => Refusal | undefined>> = {
  string: ofKind((value) => typeof value === 'string'),
  bool: ofKind((value) => typeof value === 'boolean'),
  object: ofKind(isPlainObject),
  array: ofKind(Array.isArray),
  float64: ofKind((value) => typeof value === 'number' || typeof value === 'bigint'),
  int32: (value) => refuseInteger(value, -(2n ** 31n), 2n ** 31n - 1n),
  int64: (value) => refuseInteger(value, -(2n ** 63n), 2n ** 63n - 1n),
  'int-or-string': (value) => (typeof value === 'string' ? undefined : readers.int32(value)),
  quantity: refuseQuantity,
  bytes: refuseBytes,
  time: (value) => refuseTime(value, 'time'),
  microtime: (value) => refuseTime(value, 'microtime'),
};

/** What Go's decoder leaves where it read nothing. */
export function zeroOf(leaf: Leaf): unknown {
  switch (leaf) {
    case 'object':
      return {};
    case 'array':
      return [];
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'int-or-string':
      return 0;
    case 'quantity':
      return '0';
    case 'string':
    case 'bytes':
      return '';
    case 'time':
    case 'microtime':
      return null;
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
  const at = corruptByte(value);
  return at === undefined ? undefined : { message: `illegal base64 data at input byte ${at}` };
}

/**
 * Where padded base64 goes wrong. An incomplete group counts at its start, everything else where it stands.
 * Source: encoding/base64, base64.go (decodeQuantum).
 */
function corruptByte(text: string): number | undefined {
  const skipBreaks = (from: number) => from + (/^[\r\n]*/.exec(text.slice(from, from + 8))?.[0].length ?? 0);
  let inGroup = 0;
  for (let at = skipBreaks(0); at < text.length; at = skipBreaks(at + 1)) {
    const char = text.charAt(at);
    if (/[A-Za-z0-9+/]/.test(char)) {
      inGroup = (inGroup + 1) % 4;
      continue;
    }
    if (char !== '=' || inGroup < 2) return at;
    let end = skipBreaks(at + 1);
    if (inGroup === 2) {
      if (end >= text.length) return text.length;
      if (text.charAt(end) !== '=') return end - 1;
      end = skipBreaks(end + 1);
    }
    return end < text.length ? end : undefined;
  }
  return inGroup === 0 ? undefined : text.length - inGroup;
}

type TimePart = readonly [pattern: RegExp, layout: string, limits?: readonly [name: string, min: number, max: number]];

const dateTime: readonly TimePart[] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d\d/, '01', ['month', 1, 12]],
  [/^-/, '-'],
  [/^\d\d/, '02', ['day', 1, 31]],
  [/^T/, 'T'],
  [/^\d\d/, '15', ['hour', 0, 23]],
  [/^:/, ':'],
  [/^\d\d/, '04', ['minute', 0, 59]],
  [/^:/, ':'],
];
const zone: TimePart = [/^(Z|[-+]\d\d:\d\d)/, 'Z07:00'];
const timeLayouts = {
  time: { layout: '2006-01-02T15:04:05Z07:00', parts: [...dateTime, [/^\d\d([.,]\d+)?/, '05', ['second', 0, 59]], zone] },
  microtime: {
    layout: '2006-01-02T15:04:05.000000Z07:00',
    parts: [...dateTime, [/^\d\d/, '05', ['second', 0, 59]], [/^\.\d{6}/, '.000000'], zone],
  },
} as const satisfies Record<string, { readonly layout: string; readonly parts: readonly TimePart[] }>;

/** Reads along the layout, as Go does, and tells the first part that does not fit. */
function refuseTime(value: unknown, leaf: 'time' | 'microtime'): Refusal | undefined {
  if (typeof value !== 'string') return { json: jsonKind(value) };
  const head = `parsing time ${JSON.stringify(value)}`;
  const { layout, parts }: { readonly layout: string; readonly parts: readonly TimePart[] } = timeLayouts[leaf];
  let rest = value;
  for (const [pattern, part, limits] of parts) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined) {
      return { message: `${head} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(part)}` };
    }
    const number = Number.parseInt(found, 10);
    if (limits && (number < limits[1] || number > limits[2])) return { message: `${head}: ${limits[0]} out of range` };
    rest = rest.slice(found.length);
  }
  if (isZoneTooFar(value)) return { message: `${head}: time zone offset hour out of range` };
  if (rest !== '') return { message: `${head}: extra text: ${JSON.stringify(rest)}` };
  return isDayOfMonth(value) ? undefined : { message: `${head}: day out of range` };
}

function isZoneTooFar(time: string): boolean {
  return Number(/[-+](\d\d):\d\d$/.exec(time)?.[1] ?? 0) > 24;
}

function isDayOfMonth(date: string): boolean {
  const [year = 0, month = 1, day = 1] = date.slice(0, 10).split('-').map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 31;
  return day <= days;
}
