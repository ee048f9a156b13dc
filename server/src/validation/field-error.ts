import type { FieldPath } from '../kubernetes/path.ts';
import { formatPath } from '../kubernetes/path.ts';

/**
 * One complaint of the API server about one field.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go (1.37.2)
 */
export interface FieldError {
  readonly type: FieldErrorType;
  /** Where the offending value stands in the written object. */
  readonly path: FieldPath;
  /** The field as the API server names it, where that differs from `path` (quirks of upstream, map keys in brackets). */
  readonly field: string;
  /** The value that the message shows; absent for the types that show none. */
  readonly value?: unknown;
  readonly detail: string;
}

export type FieldErrorType =
  | 'Required value'
  | 'Invalid value'
  | 'Unsupported value'
  | 'Duplicate value'
  | 'Forbidden'
  | 'Too long'
  | 'Too short'
  | 'Too many'
  | 'Too few'
  | 'Not found'
  | 'Internal error'
  /** No error: the sentence of a warning follows the field, or stands alone where `field` is empty. */
  | 'Warning';

/** In place of the value where upstream shows none although errors of the type have one. */
const omitted = Symbol('omitted');

/** In place of values that fill pages where upstream prints them (pod templates): nobody reads them. */
const unprintedMap = Symbol('{…}');
const unprintedList = Symbol('[…]');

export function unprinted(value: unknown): unknown {
  if (value === undefined || value === null) return value;
  return Array.isArray(value) ? unprintedList : unprintedMap;
}

const showsNoValue: ReadonlySet<FieldErrorType> = new Set([
  'Required value',
  'Forbidden',
  'Too long',
  'Too short',
  'Internal error',
]);

/** The sentence as the API server writes it: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
export function formatFieldError(error: FieldError): string {
  if (error.type === 'Warning' && error.field === '') return error.detail;
  return `${error.field}: ${formatErrorBody(error)}`;
}

/** The sentence without the field's name: a Status lists it as the message of one cause. */
export function formatErrorBody(error: FieldError): string {
  if (error.type === 'Warning') return error.detail;
  const head =
    showsNoValue.has(error.type) || error.value === omitted ? error.type : `${error.type}: ${formatValue(error.value)}`;
  return error.detail === '' ? head : `${head}: ${error.detail}`;
}

/** Go's `%q` for strings, `json.Marshal` for everything else; an absent value prints as a nil pointer does. */
function formatValue(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'symbol') return value.description ?? '';
  if (typeof value === 'string') return goQuote(value);
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return goJson(value);
}

const goEscapes: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\u000b': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** A string as Go's `%q` prints it: what is not printable is escaped, everything else stands as it is. */
export function goQuote(text: string): string {
  const escaped = text.replace(/["\\]|[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) return goEscapes[char] ?? `\\x${code.toString(16).padStart(2, '0')}`;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return `"${escaped}"`;
}

/** As `json.Marshal` writes it: `<`, `>` and `&` are escaped. The order of keys is the caller's: sorted for Go's maps. */
function goJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
  return text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Where an error stands; `field` only where the API server names another field than `path` says. */
export interface Place {
  readonly path: FieldPath;
  readonly field?: string;
}

const make = (type: FieldErrorType, at: Place | FieldPath, detail: string, value?: unknown): FieldError => {
  const place: Place = isPath(at) ? { path: at } : at;
  return {
    type,
    path: place.path,
    field: place.field ?? formatPath(place.path),
    detail,
    ...(value === undefined ? {} : { value }),
  };
};

const isPath = (at: Place | FieldPath): at is FieldPath => Array.isArray(at);

const amount = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const required = (at: Place | FieldPath, detail = ''): FieldError => make('Required value', at, detail);
export const forbidden = (at: Place | FieldPath, detail: string): FieldError => make('Forbidden', at, detail);
export const invalid = (at: Place | FieldPath, value: unknown, detail: string): FieldError =>
  make('Invalid value', at, detail, value);
export const invalidAsSuch = (at: Place | FieldPath, detail: string): FieldError => make('Invalid value', at, detail, omitted);
export const duplicate = (at: Place | FieldPath, value: unknown): FieldError => make('Duplicate value', at, '', value);
export const warning = (at: Place | FieldPath, detail: string): FieldError => make('Warning', at, detail);
export const notFound = (at: Place | FieldPath, value: unknown): FieldError => make('Not found', at, '', value);
export const tooLong = (at: Place | FieldPath, maxBytes: number): FieldError =>
  make('Too long', at, `may not be more than ${amount(maxBytes, 'byte')}`);
export const tooMany = (at: Place | FieldPath, actual: number, max: number): FieldError =>
  make('Too many', at, `must have at most ${amount(max, 'item')}`, actual);

/** `supported` in the order in which the API server lists the values: most of its checks sort them, not all. */
export const unsupported = (at: Place | FieldPath, value: unknown, supported: readonly string[]): FieldError =>
  make('Unsupported value', at, supported.length === 0 ? '' : `supported values: ${supported.map(goQuote).join(', ')}`, value);
