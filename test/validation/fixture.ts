import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, type Pair, type ParsedNode, parseAllDocuments } from 'yaml';
import type { FieldPath } from '../../server/src/kubernetes/path.ts';
import { formatFieldError } from '../../server/src/validation/field-error.ts';
import type { Finding } from '../../server/src/validation/validate.ts';

/** A manifest and what is drawn under its lines. */
export interface Fixture {
  /** The manifest without the marker lines. */
  readonly text: string;
  /** One line of text each, sorted: `3:12-14 error[replicas-negative]: spec.replicas: …` (lines of the manifest, from 1). */
  readonly marks: readonly string[];
}

const marker = /^\s*#(\s*)(\^+|<-)\s+((?:error|warning|information)\[[a-z0-9-]+\]: .*)$/;

/**
 * Reads a fixture. `#   ^^^ error[rule]: message` marks the columns above the carets in the manifest's line above it;
 * `# <- error[rule]: message` marks what begins in column 0, and `#^` would have to stand on the `#`.
 */
export function readFixture(source: string): Fixture {
  const lines: string[] = [];
  const marks: string[] = [];
  for (const line of source.split('\n')) {
    const match = marker.exec(line);
    if (match === null) {
      lines.push(line);
      continue;
    }
    const [, , arrow = '', message = ''] = match;
    const start = line.indexOf(arrow);
    const columns = arrow === '<-' ? '0' : `${start}-${start + arrow.length}`;
    marks.push(`${lines.length}:${columns} ${message.trimEnd()}`);
  }
  return { text: lines.join('\n'), marks: marks.sort() };
}

/** What a validator finds in a fixture's documents, in the words of {@link Fixture.marks}. */
export function findingsIn(text: string, validate: (object: unknown) => readonly Finding[]): readonly string[] {
  const counter = new LineCounter();
  const found: string[] = [];
  for (const document of parseAllDocuments(text, { lineCounter: counter })) {
    for (const problem of document.errors) throw problem;
    for (const finding of validate(document.toJS())) {
      const [start, end] = rangeOf(document.contents, finding.error.path);
      const from = counter.linePos(start);
      const to = counter.linePos(end);
      const columns = from.col === 1 ? '0' : `${from.col - 1}-${to.col - 1}`;
      found.push(`${from.line}:${columns} ${finding.severity}[${finding.rule.id}]: ${formatFieldError(finding.error)}`);
    }
  }
  return found.sort();
}

/**
 * The range that an editor underlines: a scalar itself; for a map or a list its key; where nothing stands at the path,
 * the same of the nearest value around it.
 */
function rangeOf(root: ParsedNode | null, path: FieldPath): readonly [number, number] {
  let node: Node | null = root;
  let underlined: readonly [number, number] = [0, 0];
  for (const part of path) {
    const next: Pair | Node | undefined | null = isMap(node)
      ? (node.items.find((pair) => isScalar(pair.key) && pair.key.value === part) ?? null)
      : isSeq(node) && typeof part === 'number'
        ? (node.items[part] as Node | undefined)
        : null;
    if (next === null || next === undefined) return underlined;
    const value: Node | null = isPair(next) ? (next.value as Node | null) : next;
    const key = isPair(next) ? (next.key as Node) : undefined;
    const isWritten = isScalar(value) && value.source !== '';
    underlined = span(isWritten || key === undefined ? firstKey(value) : key);
    node = value;
  }
  return underlined;
}

/** An item of a list is underlined at its first key: all of it would be half a page. */
function firstKey(value: Node | null): Node | null {
  return isMap(value) && value.flow !== true ? ((value.items[0]?.key as Node | undefined) ?? value) : value;
}

function span(node: Node | null): readonly [number, number] {
  return node?.range ? [node.range[0], node.range[1]] : [0, 0];
}
