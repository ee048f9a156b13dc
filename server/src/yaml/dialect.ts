/** What only Helm's templates speak of, even within quotes. */
const helmWords = /\.(Values|Release|Chart|Capabilities|Template|Files)\b|\b(include|tpl|toYaml|template|define)\s/;

/**
 * The offset of the first action of a Helm template (`{{ … }}`), or -1. What such a file says is known only once it is
 * rendered. Braces in comments, in block scalars and amid text are other tools' (alerts, dashboards, workflows), unless
 * they use Helm's own words.
 */
export function helmTemplate(text: string): number {
  if (!text.includes('{{')) return -1;
  let start = 0;
  let blockIndent = -1;
  for (const line of text.split('\n')) {
    const indent = line.length - line.trimStart().length;
    const isInBlock = blockIndent >= 0 && (line.trim() === '' || indent > blockIndent);
    if (!isInBlock) {
      const at = actionIn(line);
      if (at >= 0) return start + at;
      blockIndent = /(^|\s)[|>][-+0-9]*\s*(#.*)?$/.test(line) ? indent : -1;
    }
    start += line.length + 1;
  }
  return -1;
}

/** Where an action of a template stands in a line that is no part of a block scalar. */
function actionIn(line: string): number {
  const comment = commentStart(line);
  for (let at = line.indexOf('{{'); at >= 0 && at < comment.at; at = line.indexOf('{{', at + 2)) {
    const before = line.slice(0, at).trimEnd();
    const startsValue = before === '' || /[:\-[,]$/.test(before);
    const action = line.slice(at, line.indexOf('}}', at) < 0 ? undefined : line.indexOf('}}', at));
    if (helmWords.test(action) || action.startsWith('{{-')) return at;
    if (startsValue && !comment.quoted(at)) return at;
  }
  return -1;
}

/** Where the comment of a line begins, and which of its offsets are in quotes. */
function commentStart(line: string): { readonly at: number; quoted(at: number): boolean } {
  const quotes: (readonly [start: number, end: number])[] = [];
  let at = line.length;
  for (const match of line.matchAll(/(?<=^|[\s[{,:-])(?:"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^']|'')*(?:'|$))|(?<=^|\s)#/g)) {
    if (match[0] === '#') {
      at = match.index;
      break;
    }
    quotes.push([match.index, match.index + match[0].length]);
  }
  return { at, quoted: (offset) => quotes.some(([start, end]) => offset >= start && offset < end) };
}
