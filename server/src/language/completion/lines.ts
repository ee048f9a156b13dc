/** One line of block YAML, taken apart by its columns. */
export interface Line {
  readonly indent: number;
  /** Columns of the dashes that open items in this line. */
  readonly dashes: readonly number[];
  /** Column at which the content behind the dashes begins. */
  readonly column: number;
  readonly content: string;
  readonly key: string | undefined;
  /** What stands behind the colon; the whole content where there is no key. */
  readonly value: string;
  /** Column of `value`. */
  readonly valueColumn: number;
}

const keyPattern = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"[{][^#]*?)[ \t]*:(?=\s|$)[ \t]*/;

/** Undefined for lines that say nothing: blank ones and comments. */
export function readLine(text: string): Line | undefined {
  const indent = /^[ ]*/.exec(text)?.[0].length ?? 0;
  let column = indent;
  const dashes: number[] = [];
  for (let dash = /^-(?:[ ]+|$)/.exec(text.slice(column)); dash; dash = /^-(?:[ ]+|$)/.exec(text.slice(column))) {
    dashes.push(column);
    column += dash[0].length;
  }
  const content = text.slice(column);
  if (dashes.length === 0 && (content.trim() === '' || content.startsWith('#'))) return undefined;
  const match = keyPattern.exec(content);
  const value = match ? content.slice(match[0].length) : content;
  return {
    indent,
    dashes,
    column,
    content,
    key: match ? unquoted(match[1] ?? '') : undefined,
    value,
    valueColumn: column + (match?.[0].length ?? 0),
  };
}

function unquoted(key: string): string {
  return /^['"]/.test(key) ? key.slice(1, -1) : key;
}

/** Whether what follows a key belongs below it: nothing, or only an anchor, tag or comment. */
export function opensBlock({ key, value }: Line): boolean {
  return key !== undefined && /^([&!]\S*\s*)*(#.*)?$/.test(value);
}
