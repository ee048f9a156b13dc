import type { TextRange } from '../../yaml/document.ts';

/** A replacement of a stretch of text. */
export interface TextChange {
  readonly range: TextRange;
  readonly newText: string;
}

/** The text after changes that do not overlap. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  const backwards = [...changes].sort((a, b) => b.range.start - a.range.start);
  return backwards.reduce((done, { range, newText }) => done.slice(0, range.start) + newText + done.slice(range.end), text);
}

/** The one change that makes `after` of `before`. */
export function difference(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { range: { start: head, end: before.length - tail }, newText: after.slice(head, after.length - tail) };
}
