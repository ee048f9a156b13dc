import type { FieldPath } from '../../kubernetes/path.ts';
import type { TextRange, YamlDocument, YamlList, YamlMap } from '../../yaml/document.ts';
import type { TextChange } from './change.ts';
import { dashOf, isFirstOnLine, lineEnd, lineStart, placeOf } from './place.ts';
import { setField } from './set-field.ts';
import { isFlow, scalarText } from './write-yaml.ts';

/** Takes a field or an item away; a map or list that had only this one stays as `{}` or `[]`. */
export function removeField(document: YamlDocument, path: FieldPath): readonly TextChange[] | undefined {
  const place = placeOf(document, path);
  const parent = place?.around.at(-1);
  if (!place || !parent || place.depth < path.length) return undefined;
  const { text } = document;
  const parts = parent.kind === 'map' ? entryRanges(parent) : itemRanges(text, parent);
  const index = parent.kind === 'map' ? parent.entries.findIndex((entry) => entry === place.entry) : Number(path.at(-1));
  if (!parts || index < 0) return undefined;
  if (parts.length === 1) return empty(document, path.slice(0, -1), parent);
  return [isFlow(text, parent) ? takeFromFlow(parts, index) : takeLines(text, parts, index)];
}

/** Gives a field another name; its value and its place stay. */
export function renameField(document: YamlDocument, path: FieldPath, to: string): readonly TextChange[] | undefined {
  const place = placeOf(document, path);
  if (!place?.entry || place.depth < path.length) return undefined;
  const { keyRange } = place.entry;
  const first = document.text.charAt(keyRange.start);
  return [{ range: keyRange, newText: scalarText(to, { inFlow: place.inFlow, quote: /['"]/.test(first) ? first : '' }) }];
}

function empty(document: YamlDocument, path: FieldPath, parent: YamlMap | YamlList): readonly TextChange[] | undefined {
  const nothing = parent.kind === 'map' ? {} : [];
  if (path.length > 0) return setField(document, path, nothing);
  const isOpen = document.text[parent.range.end - 1] === '\n';
  return [{ range: parent.range, newText: (parent.kind === 'map' ? '{}' : '[]') + (isOpen ? '\n' : '') }];
}

function entryRanges({ entries }: YamlMap): readonly TextRange[] {
  return entries.map(({ keyRange, value }) => ({ start: keyRange.start, end: Math.max(keyRange.end, value?.range.end ?? 0) }));
}

/** In block style an item begins with its dash. */
function itemRanges(text: string, list: YamlList): readonly TextRange[] | undefined {
  const ranges = list.items.map((item) => {
    const start = item && (isFlow(text, list) ? item.range.start : dashOf(text, item.range));
    return item && start !== undefined ? { start, end: item.range.end } : undefined;
  });
  return ranges.every((range) => range !== undefined) ? ranges : undefined;
}

function takeFromFlow(parts: readonly TextRange[], index: number): TextChange {
  const own = parts[index] as TextRange;
  const next = parts[index + 1];
  if (next) return { range: { start: own.start, end: next.start }, newText: '' };
  return { range: { start: parts[index - 1]?.end ?? own.start, end: own.end }, newText: '' };
}

/** Whole lines; but what begins behind a dash leaves the dash to what follows. */
function takeLines(text: string, parts: readonly TextRange[], index: number): TextChange {
  const own = parts[index] as TextRange;
  const end = lineEnd(text, own.end);
  if (isFirstOnLine(text, own.start)) return { range: { start: lineStart(text, own.start), end }, newText: '' };
  const indent = /^\s*/.exec(text.slice(end))?.[0].length ?? 0;
  return { range: { start: own.start, end: end + indent }, newText: '' };
}
