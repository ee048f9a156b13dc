/** A stretch of the stream that kubectl would decode as one document. */
export interface Chunk {
  readonly offset: number;
  readonly text: string;
  /** What follows `---` on a separator line where only a comment may: the line then opens this chunk. */
  readonly badSeparator?: string;
}

/**
 * Splits a stream as kubectl does: at each line that begins with `---`, whatever it is part of. `...` ends no chunk.
 * A separator with nothing before it stays in the text of its document, so line numbers are those of kubectl.
 * Source: apimachinery, pkg/util/yaml/decoder.go (YAMLReader).
 */
export function splitStream(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let badSeparator: string | undefined;
  const push = (end: number) => {
    const chunk = { offset: start, text: text.slice(start, end) };
    chunks.push(badSeparator === undefined ? chunk : { ...chunk, badSeparator });
    badSeparator = undefined;
  };
  for (let at = nextSeparator(text, start); at >= 0; ) {
    const newline = text.indexOf('\n', at);
    const lineEnd = newline < 0 ? text.length : newline + 1;
    const rest = text.slice(at + 3, lineEnd).trim();
    const isBad = rest !== '' && !rest.startsWith('#');
    if (at > start) push(at);
    if (isBad) {
      badSeparator = rest;
      start = at;
    } else if (at > start) {
      start = lineEnd;
    }
    at = nextSeparator(text, lineEnd);
  }
  if (start < text.length || chunks.length === 0 || endsWithSeparator(text, start)) push(text.length);
  return chunks.flatMap(splitJson);
}

/** The next line start at or after `from` (itself a line start) where `---` stands. */
function nextSeparator(text: string, from: number): number {
  if (text.startsWith('---', from)) return from;
  const at = text.indexOf('\n---', from);
  return at < 0 ? -1 : at + 1;
}

/** After a last separator stands a document yet to be written: it exists, so that it can be completed. */
function endsWithSeparator(text: string, start: number): boolean {
  return start === text.length && text.length > 0;
}

/** JSON objects may follow each other without a separator. */
function splitJson(chunk: Chunk): readonly Chunk[] {
  if (chunk.badSeparator !== undefined || !isJson(chunk.text)) return [chunk];
  const chunks: Chunk[] = [];
  let start = 0;
  for (let end = objectEnd(chunk.text, start); end > 0 && /^\s*\{/.test(chunk.text.slice(end, end + 1000)); ) {
    chunks.push({
      offset: chunk.offset + start,
      text: chunk.text.slice(start, end),
    });
    start = end;
    end = objectEnd(chunk.text, start);
  }
  if (start === 0) return [chunk];
  return [...chunks, { offset: chunk.offset + start, text: chunk.text.slice(start) }];
}

/** As kubectl guesses: the first character that is no white space is a brace. */
export function isJson(text: string): boolean {
  return /^\s*\{/.test(text);
}

/** Just behind the brace that closes the object which begins at or after `from`; -1 if none does. */
function objectEnd(text: string, from: number): number {
  let depth = 0;
  const token = /"(?:[^"\\]|\\.)*"|[{}]/gs;
  token.lastIndex = from;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '{') depth++;
    else if (match[0] === '}' && --depth <= 0) return token.lastIndex;
  }
  return -1;
}
