export type ScalarValue = string | number | bigint | boolean | null;

/** What a scalar reads as, or why it cannot be read under its explicit tag. */
export type Resolved = { readonly value: ScalarValue; readonly tag: ScalarTag } | { readonly error: string };

export type ScalarTag = '!!str' | '!!bool' | '!!int' | '!!float' | '!!null' | '!!timestamp' | '!!merge' | '!!binary';

const words = new Map<string, ScalarValue>();
for (const word of ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']) words.set(word, true);
for (const word of ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']) words.set(word, false);
for (const word of ['', '~', 'null', 'Null', 'NULL']) words.set(word, null);
for (const word of ['.nan', '.NaN', '.NAN']) words.set(word, Number.NaN);
for (const word of ['.inf', '.Inf', '.INF']) {
  words.set(word, Number.POSITIVE_INFINITY);
  words.set(`+${word}`, Number.POSITIVE_INFINITY);
  words.set(`-${word}`, Number.NEGATIVE_INFINITY);
}

const decimalFloat = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const timestamp =
  /^\d{4}-\d{1,2}-\d{1,2}([Tt]\d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?(Z|[-+]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(\.\d+)?)?$/;
const resolvable: ReadonlySet<string> = new Set(['!!str', '!!bool', '!!int', '!!float', '!!null', '!!timestamp']);

/**
 * The value of a scalar without quotes, or of any scalar under an explicit core tag, as the YAML 1.1 reader of
 * Kubernetes sees it. A timestamp is its text.
 * Source: go.yaml.in/yaml/v2, resolve.go.
 */
export function resolveScalar(text: string, explicitTag = ''): Resolved {
  if (explicitTag === '!!binary') return decodeBinary(text);
  if (explicitTag === '!!str' || (explicitTag !== '' && !resolvable.has(explicitTag))) return { value: text, tag: '!!str' };
  const found = resolveImplicit(text, explicitTag === '' || explicitTag === '!!timestamp');
  if (explicitTag === '' || found.tag === explicitTag) return found;
  if (explicitTag === '!!float' && found.tag === '!!int') return { value: Number(found.value), tag: '!!float' };
  return {
    error: `cannot decode ${found.tag} \`${text}\` as a ${explicitTag}`,
  };
}

function resolveImplicit(text: string, timestamps: boolean): { readonly value: ScalarValue; readonly tag: ScalarTag } {
  const asString = { value: text, tag: '!!str' } as const;
  if (!mayBeMore(text)) return asString;
  const word = words.get(text);
  if (word !== undefined) return { value: word, tag: tagOf(word) };
  if (text === '<<') return { value: text, tag: '!!merge' };
  if (timestamps && timestamp.test(text)) return { value: text, tag: '!!timestamp' };
  const first = text.charCodeAt(0);
  if (first === 0x2e) {
    const value = parseFloat64(validUnderscores(text) ? text.replaceAll('_', '') : text);
    return value === undefined ? asString : { value, tag: '!!float' };
  }
  if (!isDigitOrSign(first)) return asString;
  const plain = text.replaceAll('_', '');
  const integer = parseInteger(plain);
  if (integer !== undefined) return { value: integer, tag: '!!int' };
  const value = parseFloat64(plain);
  return value === undefined ? asString : { value, tag: '!!float' };
}

/** Most strings of a manifest are told from everything else by their first character. */
function mayBeMore(text: string): boolean {
  return text === '' || /^[-+0-9.yYnNtTfFoO~<]/.test(text);
}

function isDigitOrSign(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d;
}

function tagOf(value: ScalarValue): ScalarTag {
  if (value === null) return '!!null';
  return typeof value === 'boolean' ? '!!bool' : '!!float';
}

const integerForm = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const int64Min = -(2n ** 63n);
const int64Max = 2n ** 63n - 1n;
const uint64Max = 2n ** 64n - 1n;

/** Decimal, 0x, 0b, 0o and the old leading zero for octal; undefined beyond 64 bits. */
function parseInteger(text: string): number | bigint | undefined {
  const match = integerForm.exec(text);
  if (!match) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  if (decimal !== undefined && decimal.length < 16) return Number(text) + 0;
  const digits = hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal ?? '0');
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
  // An unsigned 64-bit number takes no sign at all.
  if (value < int64Min || value > (sign === '' ? uint64Max : int64Max)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function parseFloat64(text: string): number | undefined {
  if (!decimalFloat.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Go takes underscores in a number only between digits. */
function validUnderscores(text: string): boolean {
  return !/(^|[^0-9])_|_($|[^0-9])/.test(text);
}

function decodeBinary(text: string): Resolved {
  const compact = text.replaceAll(/[\r\n]/g, '');
  const bytes = fromBase64(compact);
  return bytes ? { value: utf8(bytes), tag: '!!binary' } : { error: '!!binary value contains invalid base64 data' };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of standard, padded base64; undefined where the text is none. */
function fromBase64(text: string): readonly number[] | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    let group = 0;
    for (const char of text.slice(at, at + 4)) group = group * 64 + Math.max(0, alphabet.indexOf(char));
    bytes.push((group >> 16) & 0xff, (group >> 8) & 0xff, group & 0xff);
  }
  const padding = text.length - text.replace(/=+$/, '').length;
  return bytes.slice(0, bytes.length - padding);
}

/** Decodes UTF-8; a byte that is none reads as U+FFFD, as Go's JSON encoder writes it. */
function utf8(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) {
      text += '\uFFFD';
      at++;
      continue;
    }
    let code = length === 1 ? (bytes[at] ?? 0) : (bytes[at] ?? 0) & (0xff >> (length + 1));
    for (let next = 1; next < length; next++) code = code * 64 + ((bytes[at + next] ?? 0) & 0x3f);
    const isWellFormed =
      code >= ([0, 0, 0x80, 0x800, 0x10000][length] ?? 0) && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    text += isWellFormed ? String.fromCodePoint(code) : '\uFFFD';
    at += isWellFormed ? length : 1;
  }
  return text;
}

function sequenceLength(bytes: readonly number[], at: number): number {
  const first = bytes[at] ?? 0;
  const length =
    first < 0x80
      ? 1
      : first >= 0xf0 && first < 0xf8
        ? 4
        : first >= 0xe0 && first < 0xf0
          ? 3
          : first >= 0xc0 && first < 0xe0
            ? 2
            : 0;
  for (let next = 1; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/**
 * A map's key as JSON knows only strings: booleans and numbers become their canonical text.
 * Source: sigs.k8s.io/yaml, yaml.go (convertToJSONableObject).
 */
export function keyText(resolved: { readonly value: ScalarValue; readonly tag: ScalarTag }): string | undefined {
  const { value, tag } = resolved;
  if (value === null) return undefined;
  if (typeof value === 'bigint' && value > int64Max) return undefined;
  if (tag === '!!float') return floatText(Number(value));
  return String(value);
}

/** Go's shortest `%g` of a 32-bit float, with YAML's words for what is not finite. */
function floatText(value: number): string {
  const single = Math.fround(value);
  if (Number.isNaN(single)) return '.nan';
  if (!Number.isFinite(single)) return single > 0 ? '.inf' : '-.inf';
  if (single === 0) return Object.is(single, -0) ? '-0' : '0';
  const shortest = shortestDigits(single);
  const [mantissa, exponentText] = shortest.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(shortest);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** The number with the fewest digits that is the same 32-bit float. */
function shortestDigits(single: number): number {
  for (let precision = 1; precision < 9; precision++) {
    const candidate = Number(single.toPrecision(precision));
    if (Math.fround(candidate) === single) return candidate;
  }
  return Number(single.toPrecision(9));
}
