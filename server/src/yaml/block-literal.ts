import { outside } from './block-line.ts';

/** A block scalar. */
export interface Literal {
  readonly value: string;
  /** Behind its last line; blank lines are its own only if they are kept. */
  readonly end: number;
  /** Where the next line begins. */
  readonly next: number;
}

/**
 * Reads a literal block scalar (`|`, `|-`, `|+`) whose header begins at `start`. `parent` is the column of the map or
 * list that it is part of.
 */
export function readLiteral(text: string, start: number, parent: number): Literal {
  const first = text.indexOf('\n', start) + 1;
  const header = /^\|([-+]?) *$/.exec(text.slice(start, Math.max(start, first - 1)));
  if (!header) throw outside;
  const indent = indentOfContent(text, first);
  if (indent <= parent) throw outside;
  const lines: string[] = [];
  let at = first;
  let end = first;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    // A last line without a line break is being typed.
    if (newline < 0) throw outside;
    const own = indentAt(text, at);
    if (own < indent && at + own < newline) {
      const isKeptBeforeComment = header[1] === '+' && text.charAt(at + own) === '#';
      if (own > parent || isKeptBeforeComment) throw outside;
      break;
    }
    lines.push(own < indent ? '' : text.slice(at + indent, newline));
    at = newline + 1;
    if (own >= indent || header[1] === '+') end = at;
  }
  return { value: chomped(lines, header[1]), end, next: at };
}

function indentOfContent(text: string, from: number): number {
  let widest = 0;
  for (let at = from; at < text.length; at = text.indexOf('\n', at) + 1) {
    const indent = indentAt(text, at);
    const code = text.charAt(at + indent);
    if (code !== '\n') {
      // Blank lines before the content may not reach further in than it.
      if (code === '' || widest > indent) throw outside;
      return indent;
    }
    widest = Math.max(widest, indent);
  }
  throw outside;
}

function indentAt(text: string, lineStart: number): number {
  let at = lineStart;
  while (text.charAt(at) === ' ') at++;
  return at - lineStart;
}

function chomped(lines: readonly string[], chomp: string | undefined): string {
  const whole = lines.join('\n');
  if (whole.includes('\r')) throw outside;
  const body = whole.replace(/\n+$/, '');
  // A last line of spaces beyond the indentation is text to some readers and none to others.
  if (/\n +$/.test(body)) throw outside;
  if (chomp === '-') return body;
  return chomp === '+' ? `${whole}\n` : `${body}\n`;
}
