/**
 * Quantities as the API server reads and writes them.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/resource/{quantity,suffix}.go
 */

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** A parsed quantity: exact, in billionths of its unit. */
export interface ParsedQuantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
  /** The text that was read, where the API server stores it unchanged. */
  readonly text?: string;
}

export type QuantityResult =
  | { readonly ok: true; readonly quantity: ParsedQuantity }
  | { readonly ok: false; readonly error: string };

const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const numberWrong = 'unable to parse numeric part of quantity';
const suffixWrong = "unable to parse quantity's suffix";

const nanoPerUnit = 1_000_000_000n;
const maxUnits = 2n ** 63n - 1n;

const decimalExponents: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binaryShifts: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const decimalSuffixes = new Map(Object.entries(decimalExponents).map(([suffix, exponent]) => [exponent, suffix]));
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const shape = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;

/**
 * Reads a quantity as it stands in JSON (white space around it is dropped); the error is the API server's own text.
 */
export function parseQuantity(value: string | number | bigint): QuantityResult {
  const text = String(value).trim();
  const match = text === '' ? null : shape.exec(text);
  if (!match) return { ok: false, error: formatWrong };
  const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
  const scale = readSuffix(suffix);
  if (!scale) return { ok: false, error: suffixWrong };
  if (whole + fraction === '' && !isZeroWithout(scale)) return { ok: false, error: numberWrong };
  const digits = { whole: whole.replace(/^0+/, '') || '0', fraction };
  const magnitude = toNano(BigInt(digits.whole + fraction), fraction.length, scale);
  const capped = scale.format === 'BinarySI' && magnitude > maxUnits * nanoPerUnit ? maxUnits * nanoPerUnit : magnitude;
  const isBelowOne = capped > 0n && capped < nanoPerUnit;
  const format = scale.format === 'BinarySI' && isBelowOne ? 'DecimalSI' : scale.format;
  const nano = sign === '-' ? -capped : capped;
  return { ok: true, quantity: isKeptAsWritten(digits, scale) ? { nano, format, text } : { nano, format } };
}

/** Upstream reads a missing number as 0 where its fast path takes the text, and trips over it elsewhere. */
function isZeroWithout(scale: Scale): boolean {
  return scale.shift <= largestFastShift && scale.exponent >= -9;
}

/** Whether upstream takes the text for canonical already and gives it back unchanged (its fast path decides that). */
function isKeptAsWritten({ whole, fraction }: { whole: string; fraction: string }, scale: Scale): boolean {
  const digits = whole + fraction;
  if (scale.format === 'BinarySI') {
    const precision = 15 - whole.length - Math.floor((scale.shift * 3) / 10) - 1;
    return fraction === '' && precision >= 0 && BigInt(digits) % 8n !== 0n;
  }
  const exponent = scale.exponent - fraction.length;
  return digits.length <= 18 && exponent >= -9 && exponent % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

interface Scale {
  readonly format: QuantityFormat;
  readonly exponent: number;
  readonly shift: number;
}

/** Of a number of one digit: `Ti`. */
const largestFastShift = 40;

/** Exponents beyond this cannot name a quantity that anything compares differently; it bounds the arithmetic. */
const largestExponent = 100;

function readSuffix(suffix: string): Scale | undefined {
  const decimal = decimalExponents[suffix];
  if (decimal !== undefined) return { format: 'DecimalSI', exponent: decimal, shift: 0 };
  const shift = binaryShifts[suffix];
  if (shift !== undefined) return { format: 'BinarySI', exponent: 0, shift };
  const exponent = /^[eE]([+-]?[0-9]+)$/.exec(suffix)?.[1];
  if (exponent === undefined || Math.abs(Number(exponent)) > largestExponent) return undefined;
  return { format: 'DecimalExponent', exponent: Number(exponent), shift: 0 };
}

/** Rounds away from zero to billionths: who asks for something gets something. */
function toNano(digits: bigint, fractionDigits: number, scale: Scale): bigint {
  const shifted = digits << BigInt(scale.shift);
  const power = 9 + scale.exponent - fractionDigits;
  if (power >= 0) return shifted * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (shifted + divisor - 1n) / divisor;
}

const cache = new Map<string, ParsedQuantity>();

/** A quantity that is known to be well-formed; anything else reads as 0. */
export function quantityOf(value: string | number | undefined): ParsedQuantity {
  if (value === undefined) return zero;
  const text = String(value);
  const known = cache.get(text);
  if (known) return known;
  const result = parseQuantity(text);
  const quantity = result.ok ? result.quantity : zero;
  if (cache.size > 10_000) cache.clear();
  cache.set(text, quantity);
  return quantity;
}

const zero: ParsedQuantity = { nano: 0n, format: 'DecimalSI' };

/** Whole units, rounded up (bytes of memory, counts). */
export function quantityValue(value: string | number | undefined): number {
  return Number(ceilDivide(quantityOf(value).nano, nanoPerUnit));
}

/** Thousandths, rounded up (millicores of CPU). */
export function quantityMilli(value: string | number | undefined): number {
  return Number(ceilDivide(quantityOf(value).nano, 1_000_000n));
}

function ceilDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor === 0n || value < 0n ? quotient : quotient + 1n;
}

export function compareQuantities(a: ParsedQuantity, b: ParsedQuantity): -1 | 0 | 1 {
  if (a.nano === b.nano) return 0;
  return a.nano < b.nano ? -1 : 1;
}

/** The canonical text, as the API server returns it: `1536Mi` for `1.5Gi`, `1500m` for `1.5`. */
export function formatQuantity(quantity: ParsedQuantity): string {
  const { nano } = quantity;
  if (quantity.text !== undefined) return quantity.text;
  if (nano === 0n) return '0';
  const isWhole = nano % nanoPerUnit === 0n;
  const units = nano / nanoPerUnit;
  const isBinary = quantity.format === 'BinarySI' && isWhole && (units <= -1024n || units >= 1024n);
  if (isBinary) return formatBinary(units);
  return formatDecimal(nano, quantity.format === 'DecimalExponent');
}

function formatBinary(units: bigint): string {
  let value = units;
  let step = 0;
  while (step < binarySuffixes.length - 1 && value % 1024n === 0n) {
    value /= 1024n;
    step += 1;
  }
  return `${value}${binarySuffixes[step]}`;
}

function formatDecimal(nano: bigint, withExponent: boolean): string {
  let value = nano;
  let exponent = -9;
  while (value % 1000n === 0n) {
    value /= 1000n;
    exponent += 3;
  }
  if (withExponent) return exponent === 0 ? `${value}` : `${value}e${exponent}`;
  // Upstream has no suffix beyond E and drops the exponent then.
  return `${value}${decimalSuffixes.get(exponent) ?? ''}`;
}

/** The text under which the API server stores what a user wrote. */
export function canonicalQuantity(value: string | number): string {
  const result = parseQuantity(value);
  return result.ok ? formatQuantity(result.quantity) : String(value);
}
