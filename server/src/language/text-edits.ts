import type { FieldPath } from '../kubernetes/path.ts';
import type { FieldEdit, Fix } from '../validation/rule.ts';
import type { YamlDocument } from '../yaml/document.ts';
import { parseYaml } from '../yaml/index.ts';
import { applyChanges, difference, type TextChange } from './edits/change.ts';
import { removeField, renameField } from './edits/remove-field.ts';
import { setField } from './edits/set-field.ts';

export type { TextChange } from './edits/change.ts';

/**
 * A repair as one change of the document's text, offsets relative to it. Undefined where the text cannot be changed so
 * that it says exactly what is wanted and nothing else (behind an alias, in a merge): an edit is read back before it is
 * offered.
 */
export function textEdit(document: YamlDocument, fix: Pick<Fix, 'edits'>): TextChange | undefined {
  const after = documentAfter(document, fix.edits);
  return after === undefined || after.text === document.text ? undefined : difference(document.text, after.text);
}

/** The document with all edits made. */
export function documentAfter(document: YamlDocument, edits: readonly FieldEdit[]): YamlDocument | undefined {
  let now: YamlDocument | undefined = document;
  for (const edit of edits) now &&= edited(now, edit);
  return now;
}

function edited(document: YamlDocument, edit: FieldEdit): YamlDocument | undefined {
  const changes = changesOf(document, edit);
  if (!changes) return undefined;
  const [after, ...more] = parseYaml(applyChanges(document.text, changes));
  if (!after || more.length > 0 || errorsOf(after) > errorsOf(document)) return undefined;
  return isSame(after.value, expected(document.value, edit)) ? after : undefined;
}

function changesOf(document: YamlDocument, edit: FieldEdit): readonly TextChange[] | undefined {
  switch (edit.do) {
    case 'set':
      return setField(document, edit.path, edit.value);
    case 'remove':
      return removeField(document, edit.path);
    case 'rename':
      return renameField(document, edit.path, edit.to);
  }
}

function errorsOf({ problems }: YamlDocument): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

/** The value that an edit is meant to make. */
function expected(value: unknown, edit: FieldEdit): unknown {
  return changedAt(value, edit.path, edit);
}

function changedAt(value: unknown, [part, ...below]: FieldPath, edit: FieldEdit): unknown {
  if (part === undefined) return edit.do === 'set' ? edit.value : value;
  const parts: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item])
    : Object.entries((value as object | null | undefined) ?? {});
  const inner = parts.find(([key]) => key === part)?.[1];
  const isLast = below.length === 0;
  const changed = parts.flatMap(([key, old]): [string | number, unknown][] => {
    if (key !== part) return [[key, old]];
    if (isLast && edit.do === 'remove') return [];
    return [[isLast && edit.do === 'rename' ? edit.to : key, changedAt(old, below, edit)]];
  });
  if (edit.do === 'set' && !parts.some(([key]) => key === part)) changed.push([part, changedAt(inner, below, edit)]);
  const isList = Array.isArray(value) || (typeof part === 'number' && (value === null || value === undefined));
  return isList ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}

function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (a === 0 && b === 0)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  const others = b as Readonly<Record<string, unknown>>;
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(others, key) && isSame((a as Readonly<Record<string, unknown>>)[key], others[key]))
  );
}
