import type { YamlDocument, YamlNode } from '../../yaml/document.ts';
import { resolveScalar } from '../../yaml/scalar.ts';

/** How a document is laid out, so that what is added looks like the rest. */
export interface Style {
  /** Columns by which a map within a map is moved in. */
  readonly step: number;
  /** Columns by which a list is moved in from its key. */
  readonly listStep: number;
  readonly newline: '\n' | '\r\n';
}

/** Read from the first map and the first list that stand below a key; two columns each where there are none. */
export function styleOf({ root, text }: YamlDocument): Style {
  let step: number | undefined;
  let listStep: number | undefined;
  const look = (node: YamlNode | undefined): void => {
    if (!node || node.kind === 'scalar' || isFlow(text, node) || (step && listStep !== undefined)) return;
    if (node.kind === 'list') {
      node.items.forEach(look);
      return;
    }
    for (const { keyRange, value } of node.entries) {
      if (!value || value.kind === 'scalar' || isFlow(text, value)) continue;
      const moved = columnOf(text, value.range.start) - columnOf(text, keyRange.start);
      if (value.kind === 'map' && moved > 0) step ??= moved;
      if (value.kind === 'list' && moved >= 0) listStep ??= moved;
      look(value);
    }
  };
  look(root);
  return { step: step ?? 2, listStep: listStep ?? 2, newline: text.includes('\r\n') ? '\r\n' : '\n' };
}

export function isFlow(text: string, node: YamlNode): boolean {
  return node.kind !== 'scalar' && /[[{]/.test(text.charAt(node.range.start));
}

export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** What stands behind `key:` in block style: on the same line, or on lines of their own. `column` is the key's. */
export function behindColon(value: unknown, column: number, style: Style): string {
  if (!hasParts(value)) return ` ${flowText(value)}`;
  const inner = column + (Array.isArray(value) ? style.listStep : style.step);
  return `${style.newline}${' '.repeat(inner)}${blockText(value, inner, style)}`;
}

/** A value in block style that begins at a column; its first line is not moved in. */
export function blockText(value: unknown, column: number, style: Style): string {
  if (!hasParts(value)) return Array.isArray(value) || isRecord(value) ? flowText(value) : scalarText(value);
  const parts = Array.isArray(value)
    ? value.map((item: unknown) => `- ${blockText(item, column + 2, style)}`)
    : Object.entries(value as object).map(([key, part]) => `${scalarText(key)}:${behindColon(part, column, style)}`);
  return parts.join(`${style.newline}${' '.repeat(column)}`);
}

export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (!isRecord(value)) return scalarText(value, { inFlow: true });
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, part]) => `${scalarText(key, { inFlow: true })}: ${flowText(part)}`).join(', ')} }`;
}

export interface ScalarStyle {
  readonly inFlow?: boolean;
  /** The quotes to prefer: those that stood there before. */
  readonly quote?: string;
}

/** A scalar as short as it reads back the same under YAML 1.1: strings are quoted only where they must be. */
export function scalarText(value: unknown, { inFlow = false, quote = '' }: ScalarStyle = {}): string {
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return 'null';
  const isOneLine = !unprintable.test(value) && !/[\t\n]/.test(value);
  if (quote === "'" && isOneLine) return `'${value.replaceAll("'", "''")}'`;
  if (quote !== '"' && isOneLine && isPlain(value, inFlow)) return value;
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that have to be escaped
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

function isPlain(text: string, inFlow: boolean): boolean {
  if (text === '' || text !== text.trim() || /^(---|\.\.\.)/.test(text)) return false;
  if (/^[,[\]{}#&*!|>'"%@`=]/.test(text) || /^[-?:](\s|$)/.test(text) || /:(\s|$)|\s#/.test(text)) return false;
  if (inFlow && (/[,[\]{}]/.test(text) || /^[-?:]/.test(text))) return false;
  const resolved = resolveScalar(text);
  return 'tag' in resolved && resolved.tag === '!!str';
}

function hasParts(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isRecord(value) && Object.keys(value).length > 0;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
