import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FieldPath } from '../kubernetes/path.ts';
import { rangeOfField } from '../language/ranges.ts';
import type { FileDiagnostic, LanguageContext } from '../language/service.ts';
import { isScenario, readScenario, type ReadScenario } from '../scenario/read.ts';
import type { Severity } from '../validation/rule.ts';
import type { WorkspaceFile } from '../workspace/index.ts';

/** What scenarios of a file say wrong beside their shape: targets, durations, expectations that can never hold. */
export function scenarioDiagnostics(context: LanguageContext, file: WorkspaceFile): readonly FileDiagnostic[] {
  if (file.dialect !== 'cluster') return [];
  return file.documents.flatMap(({ manifests }, index) => {
    const hasShape = manifests.every(({ shapeProblems }) => shapeProblems.length === 0);
    const read = hasShape ? scenarioOf(context, file, index) : undefined;
    return (read?.problems ?? []).map(({ path: at, message }) => diagnosticAt(file, index, at, 'error', 'scenario', message));
  });
}

/** The scenario of a document; undefined for a document that is none. */
export function scenarioOf(context: LanguageContext, file: WorkspaceFile, document: number): ReadScenario | undefined {
  const value = file.documents[document]?.yaml.value;
  if (!isScenario(value)) return undefined;
  return readScenario(value, context.schema, (name) => textBeside(context, file.uri, name));
}

/** A file beside another, from the workspace before the disk: an editor may hold a newer text. */
function textBeside({ workspace }: LanguageContext, uri: string, name: string): string | undefined {
  const isUri = uri.includes('://');
  const beside = isUri ? new URL(name, uri).toString() : path.join(path.dirname(uri), name);
  const known = workspace.file(beside)?.text;
  if (known !== undefined) return known;
  const onDisk = !isUri ? beside : beside.startsWith('file:') ? fileURLToPath(beside) : undefined;
  return onDisk !== undefined && existsSync(onDisk) ? readFileSync(onDisk, 'utf8') : undefined;
}

/** A finding at a path of a document, placed in the file. */
export function diagnosticAt(
  file: WorkspaceFile,
  document: number,
  at: FieldPath,
  severity: Severity,
  rule: string,
  message: string,
): FileDiagnostic {
  const yaml = file.documents[document]?.yaml;
  const { start, end } = yaml ? rangeOfField(yaml, at) : { start: 0, end: 0 };
  const offset = yaml?.offset ?? 0;
  return {
    range: { start: offset + start, end: offset + end },
    severity,
    rule,
    field: at.join('.'),
    path: at,
    message,
    document,
  };
}
