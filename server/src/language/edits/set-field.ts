import type { FieldPath } from '../../kubernetes/path.ts';
import type { YamlDocument, YamlList, YamlMap, YamlNode } from '../../yaml/document.ts';
import type { TextChange } from './change.ts';
import { colonEnd, lineEnd, lineStart, type Place, placeOf } from './place.ts';
import { behindColon, blockText, columnOf, flowText, isFlow, isRecord, scalarText, type Style, styleOf } from './write-yaml.ts';

/** Writes a value at a path; what is missing on the way is made. */
export function setField(document: YamlDocument, path: FieldPath, value: unknown): readonly TextChange[] | undefined {
  const place = placeOf(document, path);
  if (!place) return undefined;
  const { text } = document;
  const style = styleOf(document);
  const rest = path.slice(place.depth);
  if (rest.length === 0) return replace(text, place, value, style);
  const [first = '', ...below] = rest;
  if (!place.node) return place.depth === 0 ? undefined : replace(text, place, nested(rest, value), style);
  if (place.node.kind === 'map') return insertEntry(text, place.node, String(first), nested(below, value), style);
  if (place.node.kind === 'list' && first === place.node.items.length)
    return appendItem(text, place.node, nested(below, value), style);
  return undefined;
}

function nested(path: FieldPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }), value);
}

function replace(text: string, place: Place, value: unknown, style: Style): readonly TextChange[] | undefined {
  const { node, entry, inFlow } = place;
  if (entry) return replaceInEntry(text, place, value, style);
  if (!node) return undefined;
  if (inFlow || (isFlow(text, node) && !hasParts(value)))
    return [{ range: node.range, newText: scalarOrFlow(text, node, value, true) }];
  const column = columnOf(text, node.range.start);
  const newText = isScalar(value) ? scalarOrFlow(text, node, value, false) : blockText(value, column, style);
  return [{ range: node.range, newText: newText + trailingBreak(text, node) }];
}

function replaceInEntry(
  text: string,
  { node, entry, inFlow }: Place,
  value: unknown,
  style: Style,
): readonly TextChange[] | undefined {
  const colon = entry && colonEnd(text, entry);
  if (!entry || colon === undefined) return undefined;
  const column = columnOf(text, entry.keyRange.start);
  if (!node) {
    const newText = inFlow ? ` ${flowText(value)}` : behindColon(value, column, style);
    return [{ range: { start: colon, end: colon }, newText }];
  }
  const isBelow = text.slice(colon, node.range.start).includes('\n');
  if (inFlow || (!isBelow && !hasParts(value))) {
    return [{ range: node.range, newText: scalarOrFlow(text, node, value, inFlow) + trailingBreak(text, node) }];
  }
  if (!isBelow)
    return [
      { range: { start: colon, end: node.range.end }, newText: behindColon(value, column, style) + trailingBreak(text, node) },
    ];
  // A comment behind the key stays where it is.
  const keyLineEnd = text.indexOf('\n', colon);
  const end = text[node.range.end - 1] === '\n' ? node.range.end - 1 : node.range.end;
  const lines = { start: text[keyLineEnd - 1] === '\r' ? keyLineEnd - 1 : keyLineEnd, end };
  const newText = behindColon(value, column, style);
  if (hasParts(value)) return [{ range: lines, newText }];
  return [{ range: { start: colon, end: lines.end }, newText: newText + text.slice(colon, lines.start) }];
}

/** Quotes that stand are kept. */
function scalarOrFlow(text: string, node: YamlNode, value: unknown, inFlow: boolean): string {
  if (!isScalar(value)) return flowText(value);
  const first = text.charAt(node.range.start);
  return scalarText(value, { inFlow, quote: node.kind === 'scalar' && /['"]/.test(first) ? first : '' });
}

/** The range of a block scalar ends behind its last line break. */
function trailingBreak(text: string, { range }: YamlNode): string {
  return text[range.end - 1] === '\n' ? '\n' : '';
}

/** What people write first in a map; everything else goes to its end. */
const leading = ['apiVersion', 'kind', 'metadata', 'name'];

function insertEntry(text: string, map: YamlMap, key: string, value: unknown, style: Style): readonly TextChange[] | undefined {
  if (isFlow(text, map))
    return insertInFlow(text, map, `${scalarText(key, { inFlow: true, quote: quoteOfKeys(text, map) })}: ${flowText(value)}`);
  const own = map.entries.filter(({ keyRange }) => keyRange.start >= map.range.start && keyRange.end <= map.range.end);
  const [first] = own;
  if (!first) return undefined;
  const column = columnOf(text, first.keyRange.start);
  const entry = `${scalarText(key)}:${behindColon(value, column, style)}`;
  const rank = leading.indexOf(key);
  const next = rank < 0 ? undefined : own.find((each) => rankOf(each.key) > rank);
  if (next) {
    const at = next.keyRange.start;
    return [{ range: { start: at, end: at }, newText: `${entry}${style.newline}${' '.repeat(column)}` }];
  }
  return [insertLine(text, map.range.end, `${' '.repeat(column)}${entry}`, style)];
}

function rankOf(key: string): number {
  const rank = leading.indexOf(key);
  return rank < 0 ? leading.length : rank;
}

function quoteOfKeys(text: string, { entries }: YamlMap): string {
  const char = entries[0] ? text.charAt(entries[0].keyRange.start) : '';
  return /['"]/.test(char) ? char : '';
}

function appendItem(text: string, list: YamlList, value: unknown, style: Style): readonly TextChange[] | undefined {
  if (isFlow(text, list)) return insertInFlow(text, list, flowText(value));
  const column = columnOf(text, list.range.start);
  const item = `${' '.repeat(column)}- ${blockText(value, column + 2, style)}`;
  return [insertLine(text, list.range.end, item, style)];
}

/** A line of its own behind the one in which a block ends. */
function insertLine(text: string, blockEnd: number, line: string, { newline }: Style): TextChange {
  const at = lineEnd(text, blockEnd);
  const isOpen = at > 0 && text[at - 1] !== '\n' && lineStart(text, at) < at;
  return { range: { start: at, end: at }, newText: isOpen ? `${newline}${line}` : `${line}${newline}` };
}

function insertInFlow(text: string, { range }: YamlMap | YamlList, part: string): readonly TextChange[] {
  const at = text.slice(0, range.end - 1).trimEnd().length;
  const isEmpty = at === range.start + 1;
  if (isEmpty && part.includes(':')) return [{ range: { start: at, end: range.end - 1 }, newText: ` ${part} ` }];
  return [{ range: { start: at, end: at }, newText: isEmpty ? part : text[at - 1] === ',' ? ` ${part}` : `, ${part}` }];
}

function isScalar(value: unknown): boolean {
  return !Array.isArray(value) && !isRecord(value);
}

function hasParts(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isRecord(value) && Object.keys(value).length > 0;
}
