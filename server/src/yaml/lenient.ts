/** Stands for a lone `-` of a flow collection while the parser reads the text; from the private use area. */
export const dashInFlow = '\uE000';

/**
 * The same text, character for character in the same places, with what the Go parser allows and ours does not written
 * otherwise: line breaks and tabs in flow collections, which need no indentation (`[` … `]` over lines that begin at
 * the margin), a lone `-` as in `[apply, -f, -]`, and quoted text that goes on at the margin.
 */
export function relaxFlow(text: string): string {
  const out: string[] = [];
  let depth = 0;
  let copied = 0;
  const put = (at: number, char: string) => {
    out.push(text.slice(copied, at), char);
    copied = at + 1;
  };
  // Comments, quoted text, block scalars as a whole, brackets, dashes alone, line breaks with what indents the next line.
  const token = /(?<=^|\s)#.*|"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*'|[[\]{}]|-(?=[,\]}])|\r?\n[ \t]*/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const found = match[0];
    if (isQuote(found)) {
      if (!startsScalar(text, match.index)) {
        token.lastIndex = match.index + 1;
        continue;
      }
      for (const at of singleBreaks(found)) put(match.index + at, ' ');
    } else if (found === '[' || found === '{') {
      if (depth > 0 || startsScalar(text, match.index)) depth++;
    } else if (found === ']' || found === '}') depth = Math.max(0, depth - 1);
    else if (found === '-' && depth > 0 && startsScalar(text, match.index)) put(match.index, dashInFlow);
    else if (found.includes('\n')) {
      if (depth === 0) token.lastIndex = afterBlockScalar(text, match.index, token.lastIndex);
      else for (let at = match.index; at < token.lastIndex; at++) if (text[at] !== ' ' && !followsComment(text, at)) put(at, ' ');
    }
  }
  out.push(text.slice(copied));
  return out.join('');
}

function isQuote(token: string): boolean {
  return token.startsWith('"') || token.startsWith("'");
}

/** Whether a scalar or collection may begin here, rather than go on. */
function startsScalar(text: string, at: number): boolean {
  return at === 0 || /[\s,[{:]/.test(text.charAt(at - 1));
}

/** A comment ends with its line: there the line break has to stay. */
function followsComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /(^|\s)#/.test(line);
}

/** Line breaks that fold into one space, and are not escaped. */
function singleBreaks(quoted: string): readonly number[] {
  const at: number[] = [];
  for (const match of quoted.matchAll(/(?<![\\\s])\n(?=\S)/g)) at.push(match.index);
  return at;
}

/** If the line that ends at `lineEnd` opens a block scalar: the end of it; else `next`. */
function afterBlockScalar(text: string, lineEnd: number, next: number): number {
  const line = text.slice(text.lastIndexOf('\n', lineEnd - 1) + 1, lineEnd);
  if (!/(^|\s)[|>][-+0-9]*[ \t]*(#.*)?$/.test(line)) return next;
  const indent = line.length - line.trimStart().length;
  const inside = new RegExp(`\\n(?:[ \\t]*(?=\\n|$)|[ ]{${indent + 1},}.*)`, 'y');
  let end = lineEnd;
  for (inside.lastIndex = end; inside.test(text); inside.lastIndex = end) end = inside.lastIndex;
  return end === lineEnd ? next : end;
}
