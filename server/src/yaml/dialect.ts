/**
 * The offset of the first template action (`{{ … }}`) outside of comments and quotes, or -1. Such a file is the source
 * of a template: what it says is known only once it is rendered.
 */
export function helmTemplate(text: string): number {
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', at + 2)) {
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
    if (!isQuotedOrComment(line) && text.indexOf('}}', at) > 0) return at;
  }
  return -1;
}

/** Whether what follows `line` on the same line stands in quotes or in a comment. */
function isQuotedOrComment(line: string): boolean {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const char = line.charAt(at);
    const before = at === 0 ? ' ' : line.charAt(at - 1);
    if (quote !== '') {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if (char === '#' && /\s/.test(before)) return true;
    else if ((char === '"' || char === "'") && /[\s[{,:-]/.test(before)) quote = char;
  }
  return quote !== '';
}
