import { carriageReturn, dash, hash, isBlank, keyOf, LineReader, newline, outside, space, tab } from './block-line.ts';
import { readLiteral } from './block-literal.ts';
import type { Composed } from './compose.ts';
import type { YamlEntry, YamlNode } from './document.ts';

/** Maps and lists within each other; deeper ones are left to the parser, which has a limit of its own. */
const deepest = 60;
/** YAML allows 1024 characters up to the colon. */
const longestKey = 1000;
const pipe = 0x7c;

/**
 * Reads what most manifests are made of, several times faster than a whole YAML parser: block maps and lists, scalars and
 * flow collections on one line, literal block scalars, comments. Undefined for all else, and for whatever is wrong in any
 * way: that is the parser's to say.
 */
export function readBlocks(text: string): Composed | undefined {
  try {
    return new BlockReader(text).document();
  } catch (error) {
    if (error === outside) return undefined;
    throw error;
  }
}

class BlockReader {
  private readonly line: LineReader;
  /** Where the current line's content begins, and in which column; -1 behind the last line. */
  private at = 0;
  private column = -1;

  constructor(private readonly text: string) {
    this.line = new LineReader(text);
  }

  document(): Composed {
    if (this.text.startsWith('\uFEFF')) throw outside;
    this.toLine(0);
    if (this.column === 0 && this.text.startsWith('---')) this.toLineAfter(3);
    if (this.column < 0) return { root: undefined, value: undefined, problems: [] };
    const root = this.collection(-1, 0);
    if (this.column >= 0) throw outside;
    return { root, value: jsonOf(root), problems: [] };
  }

  /** The map or list that begins with the current line. */
  private collection(parent: number, depth: number): YamlNode {
    const node = this.node(this.at, this.column, parent, depth);
    if (node.kind === 'scalar') throw outside;
    return node;
  }

  /** What begins at a column of the current line, be it the whole line or what follows a dash. */
  private node(at: number, column: number, parent: number, depth: number): YamlNode {
    if (depth > deepest) throw outside;
    if (this.isDash(at)) return this.list(at, column, depth);
    if (this.text.charCodeAt(at) === pipe) return this.literal(at, parent);
    const node = this.line.read(at);
    if (this.line.colonAt - at > longestKey) throw outside;
    if (this.line.colonAt >= 0) return this.map(node, column, depth);
    this.leave(this.line.end, parent);
    return node;
  }

  private list(first: number, column: number, depth: number): YamlNode {
    const items: YamlNode[] = [];
    let at = first;
    do {
      const content = this.line.skipSpaces(at + 1);
      items.push(
        this.isLineEnd(content)
          ? this.below(content, column, false, depth)
          : this.node(content, column + content - at, column, depth + 1),
      );
      at = this.at;
    } while (this.column === column && this.isDash(at));
    if (this.column > column) throw outside;
    return { kind: 'list', range: { start: first, end: items.at(-1)?.range.end ?? first }, items };
  }

  /** The map whose first key has just been read. */
  private map(firstKey: YamlNode, column: number, depth: number): YamlNode {
    const entries: YamlEntry[] = [];
    const { start } = firstKey.range;
    let key = firstKey;
    let end = start;
    for (;;) {
      const written = this.value(column, depth);
      end = written.range.end;
      const isWritten = end > written.range.start;
      entries.push({ key: keyOf(key), keyRange: key.range, value: isWritten ? written : undefined });
      if (this.column !== column || this.isDash(this.at)) break;
      key = this.line.read(this.at);
      if (this.line.colonAt < 0 || this.line.colonAt - this.at > longestKey) throw outside;
    }
    // A dash in a map's own column is that of a list around it only if the map began behind a dash further out.
    if (this.column >= column) throw outside;
    return { kind: 'map', range: { start, end }, entries };
  }

  /** What stands behind the colon of the key just read. */
  private value(column: number, depth: number): YamlNode {
    const content = this.line.skipSpaces(this.line.colonAt + 1);
    if (this.isLineEnd(content)) return this.below(content, column, true, depth);
    if (this.text.charCodeAt(content) === pipe) return this.literal(content, column);
    const node = this.line.read(content);
    if (this.line.colonAt >= 0) throw outside;
    this.leave(this.line.end, column);
    return node;
  }

  /** What the next lines say, if they go further in (a list may stand in the column of its key), else nothing. */
  private below(end: number, column: number, isOfKey: boolean, depth: number): YamlNode {
    this.toLineAfter(end);
    if (this.column > column || (isOfKey && this.column === column && this.isDash(this.at))) {
      return this.node(this.at, this.column, column, depth + 1);
    }
    return { kind: 'scalar', range: { start: end, end }, value: null };
  }

  private literal(start: number, parent: number): YamlNode {
    const { value, end, next } = readLiteral(this.text, start, parent);
    this.toLine(next);
    if (this.column > parent) throw outside;
    return { kind: 'scalar', range: { start, end }, value };
  }

  private isDash(at: number): boolean {
    return this.text.charCodeAt(at) === dash && isBlank(this.text.charCodeAt(at + 1));
  }

  /** Whether nothing but a comment stands from here to the end of the line. */
  private isLineEnd(at: number): boolean {
    const code = this.text.charCodeAt(at);
    if (code === hash) return this.text.charCodeAt(at - 1) === space;
    return code === newline || at >= this.text.length || (code === carriageReturn && this.text.charCodeAt(at + 1) === newline);
  }

  /** Goes on behind a scalar: a line further in would belong to it. */
  private leave(end: number, parent: number): void {
    this.toLineAfter(end);
    if (this.column > parent) throw outside;
  }

  private toLineAfter(end: number): void {
    const at = this.line.skipSpaces(end);
    if (!this.isLineEnd(at)) throw outside;
    const next = this.text.indexOf('\n', at);
    this.toLine(next < 0 ? this.text.length : next + 1);
  }

  /** The next line with content, at or after the line start `from`. */
  private toLine(from: number): void {
    const { text } = this;
    let start = from;
    while (start < text.length) {
      const at = this.line.skipSpaces(start);
      if (at >= text.length) break;
      if (text.charCodeAt(at) === tab) throw outside;
      const isEmpty = text.charCodeAt(at) === hash || this.isLineEnd(at);
      if (!isEmpty) {
        this.at = at;
        this.column = at - start;
        if (this.column === 0 && from > 0 && (text.startsWith('---', at) || text.startsWith('...', at))) throw outside;
        return;
      }
      const next = text.indexOf('\n', at);
      if (next < 0) break;
      start = next + 1;
    }
    this.at = text.length;
    this.column = -1;
  }
}

/** The JSON value of a tree in which no key is empty. */
function jsonOf(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map((item) => (item ? jsonOf(item) : null));
  const value: Record<string, unknown> = {};
  for (const entry of node.entries) {
    // Which of two the API server would take is the parser's business.
    if (Object.hasOwn(value, entry.key)) throw outside;
    value[entry.key] = entry.value ? jsonOf(entry.value) : null;
  }
  return value;
}
