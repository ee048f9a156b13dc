import type { FieldPath } from '../../kubernetes/path.ts';
import { flowContext } from './flow.ts';
import { type Line, opensBlock, readLine } from './lines.ts';

/**
 * What could be written at the cursor, judged by the columns of the lines around it and not by a parse: so it is known
 * while the line is half typed and the rest of the document is broken.
 */
export interface CursorContext {
  /** Of the map around a key, of the list around an item, or of the field whose value is written. */
  readonly path: FieldPath;
  readonly at: 'key' | 'value' | 'item';
  /** Keys that the map around has already; for a key. */
  readonly siblings: ReadonlySet<string>;
  /** What is typed of the word, and where it begins and ends in the document's text. */
  readonly prefix: string;
  readonly start: number;
  readonly end: number;
  /** Column at which a key of the map stands. */
  readonly column: number;
  /** Whether the key under the cursor has its colon already. */
  readonly hasColon: boolean;
  /** Whether it stands within braces or brackets. */
  readonly inFlow: boolean;
}

/** Undefined where nothing can be completed: in comments, block scalars, and below a value. */
export function cursorContext(text: string, offset: number): CursorContext | undefined {
  const lines = text.split(/\r?\n/);
  const index = text.slice(0, offset).split('\n').length - 1;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const line = lines[index] ?? '';
  const typed = line.slice(0, offset - lineStart);
  if (/(^|\s)#/.test(typed.replace(/"[^"]*"|'[^']*'/g, ''))) return undefined;
  const here = readLine(line) ?? blank(typed.length);
  const around = surroundings(lines, index, here, typed.length);
  if (!around) return undefined;
  const at = { lineStart, offset, line, typed, here, around };
  return here.key !== undefined && typed.length >= here.valueColumn && typed.length > here.column + here.key.length
    ? inValue(at)
    : inKey(at);
}

interface Spot {
  readonly lineStart: number;
  readonly offset: number;
  readonly line: string;
  readonly typed: string;
  readonly here: Line;
  readonly around: Surroundings;
}

function inValue({ lineStart, offset, line, typed, here, around }: Spot): CursorContext | undefined {
  const path = [...around.path, here.key ?? ''];
  const prefix = typed.slice(here.valueColumn);
  if (/^[[{]/.test(prefix)) return flowContext(prefix, path, offset, lineStart + line.length);
  if (/^[|>]/.test(prefix)) return undefined;
  const behind = /^(?:[^#]|\S#)*/.exec(line.slice(here.valueColumn))?.[0].trimEnd() ?? '';
  const start = lineStart + here.valueColumn;
  return { ...base, path, at: 'value', prefix, start, end: Math.max(offset, start + behind.length), column: here.column };
}

const base = { siblings: new Set<string>(), hasColon: false, inFlow: false } as const;

function inKey({ lineStart, offset, line, typed, here, around }: Spot): CursorContext | undefined {
  const prefix = typed.slice(here.column);
  const start = lineStart + Math.min(here.column, typed.length);
  if (/^[[{]/.test(prefix)) return flowContext(prefix, around.path, offset, lineStart + line.length);
  const word = here.key ?? here.content.trimEnd();
  const end = Math.max(offset, start + word.length);
  const common = { ...base, prefix, start, end, column: here.column, hasColon: here.key !== undefined };
  return { ...common, path: around.path, at: here.dashes.length > 0 ? 'item' : 'key', siblings: around.siblings };
}

function blank(column: number): Line {
  return { indent: column, dashes: [], column, content: '', key: undefined, value: '', valueColumn: column };
}

interface Surroundings {
  readonly path: FieldPath;
  readonly siblings: ReadonlySet<string>;
}

/** Climbs from line to line to where the columns get smaller. */
function surroundings(lines: readonly string[], index: number, here: Line, cursorColumn: number): Surroundings | undefined {
  const siblings = new Set<string>();
  const path: (string | number)[] = [];
  const climb = new Climb(here.dashes, Math.min(here.column, Math.max(cursorColumn, here.indent)));
  climb.enter(path);
  for (let at = index - 1; at >= 0; at -= 1) {
    const line = readLine(lines[at] ?? '');
    if (!line) continue;
    const found = climb.see(line, path);
    if (found === 'nowhere') return undefined;
    if (found === 'sibling' && line.key !== undefined) siblings.add(line.key);
  }
  for (let at = index + 1; at < lines.length; at += 1) {
    const line = readLine(lines[at] ?? '');
    if (!line) continue;
    if (line.indent < here.column || line.dashes.length > 0) break;
    if (line.indent === here.column && line.key !== undefined) siblings.add(line.key);
  }
  return { path: path.reverse(), siblings };
}

class Climb {
  /** Whether the parent looked for is that of a list. */
  private inList = false;
  private itemIndex = 0;
  private level = 0;

  constructor(
    private dashes: readonly number[],
    private column: number,
  ) {}

  /** Steps out of the items that the line itself opens. */
  enter(path: (string | number)[]): void {
    for (const dash of [...this.dashes].reverse()) {
      this.finishList(path);
      this.inList = true;
      this.column = dash;
      this.level += 1;
    }
  }

  see(line: Line, path: (string | number)[]): 'sibling' | 'other' | 'nowhere' {
    if (this.inList) return this.seeFromList(line, path);
    const isFirst = this.level === 0;
    if (line.column > this.column) {
      const item = line.dashes.length > 0 && line.indent < this.column && line.column === this.column;
      return line.indent >= this.column || item ? 'other' : this.stepOut(line, path);
    }
    if (line.column === this.column) {
      if (line.dashes.length > 0) this.leaveItem(line, path);
      return isFirst ? 'sibling' : 'other';
    }
    return this.stepOut(line, path);
  }

  private seeFromList(line: Line, path: (string | number)[]): 'other' | 'nowhere' {
    if (line.dashes.includes(this.column)) {
      this.itemIndex += 1;
      if (line.indent < this.column) this.leaveOuter(line, path);
      return 'other';
    }
    if (line.indent > this.column) return 'other';
    if (line.column > this.column && line.dashes.length > 0) return 'nowhere';
    return this.stepOut(line, path);
  }

  /** The line above opens the map or list that we are in. */
  private stepOut(line: Line, path: (string | number)[]): 'other' | 'nowhere' {
    if (!opensBlock(line)) return 'nowhere';
    this.finishList(path);
    path.push(line.key ?? '');
    this.column = line.column;
    this.level += 1;
    if (line.dashes.length > 0) this.leaveItem(line, path);
    return 'other';
  }

  /** The map we are in begins behind the dashes of this line. */
  private leaveItem(line: Line, path: (string | number)[]): void {
    this.dashes = line.dashes;
    this.enter(path);
  }

  /** Items of items: the dashes before ours. */
  private leaveOuter(line: Line, path: (string | number)[]): void {
    this.dashes = line.dashes.filter((dash) => dash < this.column);
    this.enter(path);
  }

  private finishList(path: (string | number)[]): void {
    if (!this.inList) return;
    path.push(this.itemIndex);
    this.inList = false;
    this.itemIndex = 0;
  }
}
