import type { FieldPath } from '../kubernetes/path.ts';
import type { Located, TextRange, YamlDocument, YamlEntry, YamlNode } from './document.ts';

/** Where a path stands in the document's text. */
export function locate(document: YamlDocument, path: FieldPath): Located {
  let node: YamlNode | undefined = document.root;
  let key: TextRange | undefined;
  for (let depth = 0; depth < path.length; depth++) {
    const part = path[depth] as string | number;
    const entry = entryOf(node, part);
    const item: YamlNode | undefined = entry ? entry.value : itemOf(node, part);
    if (!entry && !item)
      return {
        found: false,
        value: node?.range,
        key,
        path: path.slice(0, depth),
      };
    key = entry?.keyRange;
    node = item;
  }
  return {
    found: node !== undefined || key !== undefined,
    value: node?.range,
    key,
    path,
  };
}

function entryOf(node: YamlNode | undefined, part: string | number): YamlEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key === String(part)) : undefined;
}

function itemOf(node: YamlNode | undefined, part: string | number): YamlNode | undefined {
  return node?.kind === 'list' && typeof part === 'number' ? node.items[part] : undefined;
}

/** What stands at an offset of a document. */
export interface Cursor {
  readonly path: FieldPath;
  readonly on: 'key' | 'value' | 'none';
  /** The value at `path`, where one is written. */
  readonly node: YamlNode | undefined;
  /** The text that the cursor stands on: of the key or of the scalar. */
  readonly range: TextRange | undefined;
}

/**
 * `offset` is relative to the document's text. Between the written values, the path is that of the map or list which a
 * new line there would belong to, judged by the column.
 */
export function pathAt(document: YamlDocument, offset: number): Cursor {
  return touched(document, offset) ?? byColumn(document, offset);
}

/** The key or scalar that the offset touches, or the flow collection around it. */
function touched(document: YamlDocument, offset: number): Cursor | undefined {
  let node = document.root;
  const path: (string | number)[] = [];
  while (node && node.kind !== 'scalar') {
    let next: YamlNode | undefined;
    if (node.kind === 'map') {
      const entry = node.entries.find((each) => holds(each.keyRange, offset) || holds(each.value?.range, offset));
      if (entry) path.push(entry.key);
      if (entry && holds(entry.keyRange, offset)) return { path, on: 'key', node: entry.value, range: entry.keyRange };
      next = entry?.value;
    } else {
      const index = node.items.findIndex((item) => holds(item?.range, offset));
      if (index >= 0) path.push(index);
      next = node.items[index];
    }
    if (!next)
      return inFlow(document.text, node) && holds(node.range, offset) ? { path, on: 'none', node, range: undefined } : undefined;
    node = next;
  }
  return holds(node?.range, offset) ? { path, on: 'value', node, range: node?.range } : undefined;
}

/** Follows the columns down to where a line that begins at the offset's column would belong. */
function byColumn(document: YamlDocument, offset: number): Cursor {
  const { text } = document;
  const column = columnOf(text, offset);
  const path: (string | number)[] = [];
  let node = document.root;
  while (node && node.kind !== 'scalar' && !inFlow(text, node)) {
    const own = columnOf(text, node.range.start);
    if (node.kind === 'map') {
      const entry: YamlEntry | undefined = node.entries.findLast((each) => each.keyRange.start < offset);
      // A list may stand in the column of its key: a dash goes on with it.
      const dash = column === own && text.charAt(offset) === '-' && entry?.value?.kind === 'list';
      if (!entry || (column <= own && !dash)) break;
      path.push(entry.key);
      node = entry.value;
      if (!node && isBehindColon(text, entry, offset)) return { path, on: 'value', node, range: undefined };
    } else {
      const index: number = node.items.findLastIndex((item) => item && item.range.start <= offset);
      if (index < 0 || column <= own) break;
      path.push(index);
      node = node.items[index];
    }
  }
  return { path, on: 'none', node, range: undefined };
}

/** Whether the offset stands on the rest of a key's line, where its value would be written. */
function isBehindColon(text: string, entry: YamlEntry, offset: number): boolean {
  return /^[ \t]*:[ \t]+$/.test(text.slice(entry.keyRange.end, offset));
}

function inFlow(text: string, node: YamlNode): boolean {
  return /[[{]/.test(text.charAt(node.range.start));
}

function holds(range: TextRange | undefined, offset: number): boolean {
  return range !== undefined && offset >= range.start && offset <= range.end;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
