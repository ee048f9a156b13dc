import type { TextRange, YamlDocument } from '../../server/src/yaml/document.ts';
import { isReadable, locate, parseYaml } from '../../server/src/yaml/index.ts';
import { formatFieldError } from '../../server/src/validation/field-error.ts';
import type { FieldPath } from '../../server/src/kubernetes/path.ts';
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
  const found: string[] = [];
  for (const document of parseYaml(text)) {
    if (!isReadable(document)) throw new Error(`unreadable fixture: ${JSON.stringify(document.problems)}`);
    for (const { error, rule, severity } of validate(document.value)) {
      const place = placeOf(text, document, underlined(document, error.path));
      found.push(`${place} ${severity}[${rule.id}]: ${formatFieldError(error)}`);
    }
  }
  return found.sort();
}

/**
 * What an editor underlines: a value that fits on a line; else its key; where nothing stands at the path, the same of
 * the nearest value around it. An item of a list has no key: its first line.
 */
function underlined(document: YamlDocument, path: FieldPath): TextRange {
  const { found, key, value } = locate(document, path);
  const written = value ?? key ?? { start: 0, end: 0 };
  const lineEnd = document.text.slice(written.start, written.end).indexOf('\n');
  if (key !== undefined && (!found || lineEnd >= 0)) return key;
  return lineEnd >= 0 ? { start: written.start, end: written.start + lineEnd } : written;
}

/** `line:from-to`; `line:0` for what begins in column 0, where a marker has no room for carets. */
function placeOf(text: string, document: YamlDocument, range: TextRange): string {
  const start = document.offset + range.start;
  const column = start - (text.lastIndexOf('\n', start - 1) + 1);
  const line = text.slice(0, start).split('\n').length;
  return column === 0 ? `${line}:0` : `${line}:${column}-${column + range.end - range.start}`;
}
