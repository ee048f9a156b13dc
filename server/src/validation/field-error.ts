import type { FieldPath } from '../kubernetes/path.ts';
import { formatPath } from '../kubernetes/path.ts';

/**
 * One complaint of the API server about one field.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go
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
  | 'Too many'
  | 'Not found'
  | 'Internal error';

const showsNoValue: ReadonlySet<FieldErrorType> = new Set(['Required value', 'Forbidden', 'Too long', 'Internal error']);

/** The sentence as the API server writes it: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
export function formatFieldError(error: FieldError): string {
  const head = `${error.field}: ${error.type}`;
  const shown = showsNoValue.has(error.type) ? head : `${head}: ${formatValue(error.value)}`;
  return error.detail === '' ? shown : `${shown}: ${error.detail}`;
}

/** Go's `%q` for strings, JSON for everything else. */
function formatValue(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (value === undefined) return 'null';
  return JSON.stringify(value);
}

interface Place {
  readonly path: FieldPath;
  readonly field?: string;
}

const make = (type: FieldErrorType, at: Place | FieldPath, detail: string, value?: unknown): FieldError => {
  const place: Place = isPath(at) ? { path: at } : at;
  return { type, path: place.path, field: place.field ?? formatPath(place.path), detail, ...(value === undefined ? {} : { value }) };
};

const isPath = (at: Place | FieldPath): at is FieldPath => Array.isArray(at);

export const required = (at: Place | FieldPath, detail = ''): FieldError => make('Required value', at, detail);
export const forbidden = (at: Place | FieldPath, detail: string): FieldError => make('Forbidden', at, detail);
export const invalid = (at: Place | FieldPath, value: unknown, detail: string): FieldError => make('Invalid value', at, detail, value);
export const duplicate = (at: Place | FieldPath, value: unknown): FieldError => make('Duplicate value', at, '', value);
export const notFound = (at: Place | FieldPath, value: unknown): FieldError => make('Not found', at, '', value);
export const tooLong = (at: Place | FieldPath, maxBytes: number): FieldError =>
  make('Too long', at, `may not be more than ${maxBytes} bytes`);
export const unsupported = (at: Place | FieldPath, value: unknown, supported: readonly string[]): FieldError =>
  make('Unsupported value', at, `supported values: ${[...supported].sort().map((s) => JSON.stringify(s)).join(', ')}`, value);
