import type { Document } from 'yaml';
import { Composer, CST, Parser, Schema } from 'yaml';
import { readBlocks } from './block-reader.ts';
import { Builder } from './builder.ts';
import type { TextRange, YamlNode, YamlProblem } from './document.ts';
import { dashInFlow, relaxFlow } from './lenient.ts';
import { limits } from './limits.ts';

/** What one document's text says: nodes with ranges, the JSON value, and what is wrong with the text. */
export interface Composed {
  readonly root: YamlNode | undefined;
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
}

/** Knows no types, so that the reading of scalars is ours; shared, since a schema is costly to make. */
const schema = new Schema({ schema: 'failsafe', resolveKnownTags: false });
const composerOptions = { schema, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' } as const;

export function compose(text: string): Composed {
  try {
    return readBlocks(text) ?? parseWhole(text);
  } catch (error) {
    // The parser reports and does not throw; a defect in it must not take the editor down.
    return refused('parser', `the YAML parser failed: ${error instanceof Error ? error.message : 'unknown'}`, firstLine(text));
  }
}

/** What a whole YAML parser makes of the text. */
export function parseWhole(text: string): Composed {
  if (/^(\s*(#.*)?\n)*%/.test(text) && !/^---/m.test(text)) {
    return refused('directive', 'did not find expected <document start>', firstLine(text));
  }
  const tokens = [...new Parser().parse(text)];
  const deep = firstTooDeep(tokens);
  if (deep !== undefined) {
    const range = { start: deep, end: Math.min(deep + 1, text.length) };
    return refused('too-deep', `exceeded the depth of ${limits.depth} maps and lists within each other`, range);
  }
  const documents = [...new Composer(composerOptions).compose(tokens, false, text.length)];
  const first = documents[0];
  if (!first) return { root: undefined, value: undefined, problems: [] };
  if (first.errors.length === 0) return build(documents, text);
  return composeLeniently(text) ?? build(documents, text);
}

/** Another look at what only a stricter parser refuses. */
function composeLeniently(text: string): Composed | undefined {
  const relaxed = text.includes(dashInFlow) ? text : relaxFlow(text);
  if (relaxed === text) return undefined;
  const documents = [...new Composer(composerOptions).compose(new Parser().parse(relaxed), false, text.length)];
  return documents[0]?.errors.length === 0 ? build(documents, relaxed, withDashes) : undefined;
}

const asIs = (scalar: string) => scalar;
const withDashes = (scalar: string) => scalar.replaceAll(dashInFlow, '-');

function build(documents: readonly Document.Parsed[], text: string, restore = asIs): Composed {
  const builder = new Builder(text, restore);
  const first = documents[0];
  for (const error of first?.errors ?? []) builder.report('syntax', error.message, { start: error.pos[0], end: error.pos[1] });
  const built = first?.contents ? builder.node(first.contents) : undefined;
  reportIgnoredTail(documents, text, builder);
  const isEmpty = built === undefined || (built.node.kind === 'scalar' && built.node.value === null);
  if (isEmpty) return { root: undefined, value: undefined, problems: builder.problems };
  return { root: built.node, value: built.value, problems: builder.problems };
}

function refused(code: string, message: string, range: TextRange): Composed {
  return { root: undefined, value: undefined, problems: [{ code, message, range, severity: 'error' }] };
}

function firstLine(text: string): TextRange {
  const end = text.indexOf('\n');
  return { start: 0, end: end < 0 ? text.length : end };
}

/** Kubernetes reads one document between two separators: what follows `...` is lost without a word. */
function reportIgnoredTail(documents: readonly Document.Parsed[], text: string, builder: Builder): void {
  const second = documents
    .slice(1)
    .find((document) => document.contents?.range && document.contents.range[1] > document.contents.range[0]);
  const range = second?.contents?.range;
  if (!range) return;
  const message = 'Kubernetes ignores what follows the end of a document ("..."); begin the next one with "---"';
  const end = range[0] + text.slice(range[0], range[1]).trimEnd().length;
  builder.report('ignored-content', message, { start: range[0], end }, 'warning');
}

/** The offset of the first collection that lies too deep; looks without recursion. */
function firstTooDeep(tokens: readonly CST.Token[]): number | undefined {
  let level: CST.Token[] = tokens.flatMap((token) =>
    'value' in token && token.type === 'document' && token.value ? [token.value] : [],
  );
  for (let depth = 0; level.length > 0; depth++) {
    const deep = level[0];
    if (depth > limits.depth) return deep && 'offset' in deep ? deep.offset : 0;
    level = level.flatMap((token) => (CST.isCollection(token) ? token.items.flatMap(partsOf) : []));
  }
  return undefined;
}

function partsOf(item: CST.CollectionItem): CST.Token[] {
  const parts = [item.key, item.value];
  return parts.filter((part): part is CST.Token => part !== null && part !== undefined && CST.isCollection(part));
}
