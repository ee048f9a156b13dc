import type { FieldPath } from '../kubernetes/path.ts';
import type { TextRange, YamlDocument } from '../yaml/document.ts';
import { locate } from '../yaml/index.ts';

/**
 * Where a finding about a field is drawn: at the value; at the key where the value is a block of lines or missing; at
 * the parent's key where the field itself is missing.
 */
export function rangeOfField(document: YamlDocument, path: FieldPath): TextRange {
  for (let length = path.length; length >= 0; length -= 1) {
    const { found, key, value } = locate(document, path.slice(0, length));
    if (!found && length > 0) continue;
    const range = preferred(document, key, value);
    if (range) return range;
  }
  return firstLine(document, { start: 0, end: document.text.length });
}

/** Where a finding about a name is drawn (an unknown field): at the key. */
export function rangeOfKey(document: YamlDocument, path: FieldPath): TextRange {
  return locate(document, path).key ?? rangeOfField(document, path);
}

function preferred(document: YamlDocument, key: TextRange | undefined, value: TextRange | undefined): TextRange | undefined {
  if (!value) return key;
  const isBlock = document.text.slice(value.start, value.end).trimEnd().includes('\n');
  if (isBlock && key) return key;
  return isBlock ? firstLine(document, value) : value;
}

/** A range never spans lines: a squiggle under a whole block hides what is wrong. */
function firstLine(document: YamlDocument, { start, end }: TextRange): TextRange {
  const text = document.text.slice(start, end);
  const skipped = text.length - text.trimStart().length;
  const lineEnd = text.indexOf('\n', skipped);
  const length = lineEnd < 0 ? text.trimEnd().length : lineEnd;
  return { start: start + skipped, end: start + Math.max(length, skipped) };
}
