import type { TextRange, YamlEntry, YamlNode } from './document.ts';
import { resolveScalar } from './scalar.ts';

/** Thrown where a text leaves the subset; always the same value, since only the fact counts. */
export const outside = new Error('the text is not in the subset of block YAML');

/** How deep flow collections are followed on one line. */
const deepestFlow = 20;

/** Characters that end or change a scalar without quotes, by what YAML calls them. */
export const tab = 0x09;
export const newline = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const hash = 0x23;
export const dash = 0x2d;
const colon = 0x3a;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const comma = 0x2c;
const listStart = 0x5b;
const listEnd = 0x5d;
const mapStart = 0x7b;
const mapEnd = 0x7d;

/** No scalar without quotes begins with one of these. */
const indicators = '\t!"#%&\'*,>@[]`{|}';

export function isBlank(code: number): boolean {
  return code === space || code === newline || code === carriageReturn || code === tab || Number.isNaN(code);
}

/** Reads what stands on one line: scalars, and flow collections that end where they began. */
export class LineReader {
  /** Just behind what was read last. */
  end = 0;
  /** Where the colon stands that follows what was read last and makes it a key; -1 for none. */
  colonAt = -1;

  constructor(readonly text: string) {}

  /** A scalar, quoted or not, or a flow collection. Leaves `end` and `colonAt`. */
  read(start: number): YamlNode {
    this.colonAt = -1;
    const node = this.enclosed(start, 0);
    if (!node) return this.plain(start);
    const after = this.skipSpaces(this.end);
    if (this.text.charCodeAt(after) === colon && isBlank(this.text.charCodeAt(after + 1))) this.colonAt = after;
    return node;
  }

  skipSpaces(from: number): number {
    let at = from;
    while (this.text.charCodeAt(at) === space) at++;
    return at;
  }

  private enclosed(start: number, depth: number): YamlNode | undefined {
    switch (this.text.charCodeAt(start)) {
      case doubleQuote:
        return this.doubleQuoted(start);
      case singleQuote:
        return this.singleQuoted(start);
      case listStart:
        return this.flowList(start, depth);
      case mapStart:
        return this.flowMap(start, depth);
      default:
        return undefined;
    }
  }

  private plain(start: number): YamlNode {
    const { text } = this;
    const first = text.charCodeAt(start);
    const isLone = first === dash || first === colon || first === 0x3f;
    if (indicators.includes(text.charAt(start)) || (isLone && isBlank(text.charCodeAt(start + 1)))) throw outside;
    let at = start + 1;
    let end = at;
    for (; ; at++) {
      const code = text.charCodeAt(at);
      if (code === space) continue;
      if (code === newline || at >= text.length) break;
      if (code === colon && isBlank(text.charCodeAt(at + 1))) {
        this.colonAt = at;
        break;
      }
      if (code === hash && end < at) break;
      if (code === carriageReturn && text.charCodeAt(at + 1) === newline) break;
      if (code === tab || code === carriageReturn) throw outside;
      end = at + 1;
    }
    this.end = end;
    return scalarOf(text.slice(start, end), { start, end });
  }

  private singleQuoted(start: number): YamlNode {
    const { text } = this;
    let close = text.indexOf("'", start + 1);
    while (close > 0 && text.charCodeAt(close + 1) === singleQuote) close = text.indexOf("'", close + 2);
    const value = this.onLine(start, close);
    return { kind: 'scalar', range: { start, end: this.end }, value: value.includes("'") ? value.replaceAll("''", "'") : value };
  }

  private doubleQuoted(start: number): YamlNode {
    const { text } = this;
    let close = text.indexOf('"', start + 1);
    while (close > 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
    const value = this.onLine(start, close);
    return { kind: 'scalar', range: { start, end: this.end }, value: value.includes('\\') ? unescaped(value) : value };
  }

  /** What stands between two quotes of one line. */
  private onLine(start: number, close: number): string {
    if (close < 0) throw outside;
    const value = this.text.slice(start + 1, close);
    if (value.includes('\n')) throw outside;
    this.end = close + 1;
    return value;
  }

  private flowList(start: number, depth: number): YamlNode {
    const items: YamlNode[] = [];
    let at = this.skipSpaces(start + 1);
    while (this.text.charCodeAt(at) !== listEnd || items.length > 0) {
      items.push(this.flowItem(at, depth));
      at = this.skipSpaces(this.end);
      if (this.text.charCodeAt(at) === listEnd) break;
      if (this.text.charCodeAt(at) !== comma) throw outside;
      at = this.skipSpaces(at + 1);
    }
    this.end = at + 1;
    return { kind: 'list', range: { start, end: this.end }, items };
  }

  private flowMap(start: number, depth: number): YamlNode {
    const entries: YamlEntry[] = [];
    let at = this.skipSpaces(start + 1);
    while (this.text.charCodeAt(at) !== mapEnd || entries.length > 0) {
      const key = this.flowItem(at, depth);
      at = this.skipSpaces(this.end);
      if (this.text.charCodeAt(at) !== colon || this.text.charCodeAt(at + 1) !== space) throw outside;
      const value = this.flowItem(this.skipSpaces(at + 1), depth);
      entries.push({ key: keyOf(key), keyRange: key.range, value });
      at = this.skipSpaces(this.end);
      if (this.text.charCodeAt(at) === mapEnd) break;
      if (this.text.charCodeAt(at) !== comma) throw outside;
      at = this.skipSpaces(at + 1);
    }
    this.end = at + 1;
    return { kind: 'map', range: { start, end: this.end }, entries };
  }

  private flowItem(start: number, depth: number): YamlNode {
    if (depth > deepestFlow) throw outside;
    return this.enclosed(start, depth + 1) ?? this.flowPlain(start);
  }

  /** Words of letters, digits and a few signs: what else may stand here is too intricate to be read in passing. */
  private flowPlain(start: number): YamlNode {
    flowWords.lastIndex = start;
    const found = flowWords.exec(this.text)?.[0];
    if (found === undefined) throw outside;
    this.end = start + found.length;
    return scalarOf(found, { start, end: this.end });
  }
}

const flowWords = /[A-Za-z0-9_./~+][\w./~+=%@-]*(?::[\w./][\w./~+=%@-]*)*(?: +[\w./~+=%@-]+)*/y;

function scalarOf(text: string, range: TextRange): YamlNode {
  const resolved = resolveScalar(text);
  if ('error' in resolved || (typeof resolved.value === 'number' && !Number.isFinite(resolved.value))) throw outside;
  return { kind: 'scalar', range, value: resolved.value };
}

/** Only strings: how other scalars name a field is a matter of its own. */
export function keyOf(node: YamlNode): string {
  if (node.kind !== 'scalar' || typeof node.value !== 'string') throw outside;
  if (node.value === '<<' || node.value === '__proto__') throw outside;
  return node.value;
}

/** Whether an odd number of backslashes stands before. */
function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text.charAt(before - 1) === '\\') before--;
  return (at - before) % 2 === 1;
}

const escapes: Readonly<Record<string, string>> = { '\\\\': '\\', '\\"': '"', '\\n': '\n', '\\t': '\t' };

function unescaped(quoted: string): string {
  return quoted.replaceAll(/\\[^]/g, (escape) => {
    const char = escapes[escape];
    if (char === undefined) throw outside;
    return char;
  });
}
