import { compose } from './compose.ts';
import type { YamlDocument, YamlProblem } from './document.ts';
import { limits } from './limits.ts';
import { checkJson } from './json.ts';
import type { Chunk } from './split.ts';
import { isJson, splitStream } from './split.ts';

export { locate, pathAt } from './locate.ts';
export type { Cursor } from './locate.ts';
export { helmTemplate } from './dialect.ts';

/**
 * The documents of a stream, read as `sigs.k8s.io/yaml` and kubectl read them. Never throws; what is wrong stands in
 * the documents' problems. There is always at least one document, empty for an empty text.
 * A document whose text stands in `previous` is taken over from there with its new offset.
 */
export function parseYaml(text: string, previous: readonly YamlDocument[] = []): readonly YamlDocument[] {
  const unreadable = refuseStream(text);
  if (unreadable)
    return [
      {
        offset: 0,
        text: '',
        root: undefined,
        value: undefined,
        problems: [unreadable],
      },
    ];
  const chunks = splitStream(text);
  const reuse = new Reuse(previous, chunks);
  return chunks.map((chunk, index) => reuse.find(chunk, index) ?? parseChunk(chunk));
}

/** Whether Kubernetes reads the document at all; if not, its value is only a guess for the sake of the editor. */
export function isReadable(document: YamlDocument): boolean {
  return !document.problems.some((problem) => problem.severity === 'error');
}

function refuseStream(text: string): YamlProblem | undefined {
  const start = { start: 0, end: Math.min(1, text.length) };
  if (text.length > limits.streamLength) {
    const message = `the file is larger than ${limits.streamLength / 1_000_000} MB and is not read`;
    return { code: 'too-large', message, range: start, severity: 'error' };
  }
  if (text.includes('\0')) {
    return {
      code: 'binary',
      message: 'control characters are not allowed: this is not a text file',
      range: start,
      severity: 'error',
    };
  }
  return undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that YAML refuses
const refusedCharacter = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

function parseChunk(chunk: Chunk): YamlDocument {
  const { offset, text } = chunk;
  const refused = refuseChunk(text);
  if (refused)
    return {
      offset,
      text,
      root: undefined,
      value: undefined,
      problems: [refused],
    };
  if (chunk.badSeparator === undefined) {
    const composed = compose(text);
    return {
      offset,
      text,
      ...(isJson(text) ? checkJson(text, composed) : composed),
    };
  }
  // The line of the separator is only white space to the parser, so that all ranges stay.
  const lineLength = text.indexOf('\n') < 0 ? text.length : text.indexOf('\n');
  const composed = compose(' '.repeat(lineLength) + text.slice(lineLength));
  const message = `invalid Yaml document separator: ${chunk.badSeparator}`;
  const problem: YamlProblem = {
    code: 'separator',
    message,
    range: { start: 0, end: lineLength },
    severity: 'error',
  };
  return {
    offset,
    text,
    ...composed,
    problems: [problem, ...composed.problems],
  };
}

function refuseChunk(text: string): YamlProblem | undefined {
  if (text.length > limits.documentLength) {
    const message = `the document is larger than ${limits.documentLength / 1_000_000} MB and is not read`;
    return {
      code: 'too-large',
      message,
      range: { start: 0, end: 1 },
      severity: 'error',
    };
  }
  const control = refusedCharacter.exec(text);
  if (!control) return undefined;
  const range = { start: control.index, end: control.index + 1 };
  return {
    code: 'control-character',
    message: 'control characters are not allowed',
    range,
    severity: 'error',
  };
}

/** Problems that a document's own text does not show. */
function isOfStream(code: string): boolean {
  return code === 'separator' || code === 'binary' || code === 'too-large';
}

/**
 * Documents of an earlier parse by their text. An edit leaves most documents equal from the front and from the back:
 * only what lies between is looked up by text.
 */
class Reuse {
  private byText: Map<string, YamlDocument> | undefined;

  constructor(
    private readonly previous: readonly YamlDocument[],
    private readonly chunks: readonly Chunk[],
  ) {}

  find(chunk: Chunk, index: number): YamlDocument | undefined {
    if (chunk.badSeparator !== undefined || this.previous.length === 0) return undefined;
    const fromEnd = this.previous.length - (this.chunks.length - index);
    const found =
      [this.previous[index], this.previous[fromEnd]].find((document) => document?.text === chunk.text) ?? this.lookUp(chunk.text);
    if (!found || found.problems.some(({ code }) => isOfStream(code))) return undefined;
    return found.offset === chunk.offset ? found : { ...found, offset: chunk.offset };
  }

  private lookUp(text: string): YamlDocument | undefined {
    this.byText ??= new Map(this.previous.map((document) => [document.text, document]));
    return this.byText.get(text);
  }
}
