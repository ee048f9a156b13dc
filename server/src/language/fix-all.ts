import { applyDefaults, type Typed } from '../kubernetes/defaults/index.ts';
import { valueAt } from '../kubernetes/path.ts';
import type { FieldEdit, Fix } from '../validation/rule.ts';
import { createWorkspace, type JsonObject, type WorkspaceFile } from '../workspace/index.ts';
import type { YamlDocument } from '../yaml/document.ts';
import { difference, type TextChange } from './edits/change.ts';
import { type FileDiagnostic, fileDiagnostics, type LanguageContext } from './service.ts';
import { documentAfter } from './text-edits.ts';

/**
 * All repairs of a file that may be made without asking: names and values that are only spelled wrong, fields that are called
 * otherwise in this kind, and API versions whose successor has the same fields. Nothing is removed, and a repair is taken only
 * if less is wrong afterwards than before.
 */
export function fixAll(context: LanguageContext, file: WorkspaceFile, found: readonly FileDiagnostic[]): readonly TextChange[] {
  return file.documents.flatMap(({ yaml }, index) => {
    const fixes = found.flatMap(({ document, fix }) => (document === index && fix ? [fix] : []));
    const after = repaired(context, file.uri, yaml, fixes);
    if (after === yaml) return [];
    const { range, newText } = difference(yaml.text, after.text);
    return [{ range: { start: yaml.offset + range.start, end: yaml.offset + range.end }, newText }];
  });
}

function repaired(context: LanguageContext, uri: string, yaml: YamlDocument, fixes: readonly Fix[]): YamlDocument {
  let now = yaml;
  let wrong: number | undefined;
  for (const { edits } of fixes) {
    if (!edits.every((edit) => isSafe(now, edit))) continue;
    const after = documentAfter(now, edits);
    if (!after || after.text === now.text) continue;
    wrong ??= errorsOf(context, uri, now.text);
    const left = errorsOf(context, uri, after.text);
    if (left >= wrong) continue;
    now = after;
    wrong = left;
  }
  return now;
}

function isSafe(document: YamlDocument, edit: FieldEdit): boolean {
  if (edit.do === 'rename') return true;
  if (edit.do === 'remove') return false;
  if (edit.path.at(-1) === 'apiVersion') return true;
  const written = valueAt(document.value, edit.path);
  return typeof written === 'string' && typeof edit.value === 'string' && plain(written) === plain(edit.value);
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_ ]/g, '');

/** How many errors a document has by itself, as if it stood alone in the file. */
function errorsOf(context: LanguageContext, uri: string, text: string): number {
  const reader = { schema: context.schema, applyDefaults: (object: JsonObject) => applyDefaults(object as JsonObject & Typed) };
  const workspace = createWorkspace(reader);
  workspace.set(uri, text);
  const file = workspace.file(uri);
  return file ? fileDiagnostics(context, file).filter(({ severity }) => severity === 'error').length : 0;
}
