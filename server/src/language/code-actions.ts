import type { WorkspaceFile } from '../workspace/index.ts';
import type { TextRange } from '../yaml/document.ts';
import type { FileDiagnostic } from './service.ts';
import { type TextChange, documentAfter, textEdit } from './text-edits.ts';
import { difference } from './edits/change.ts';

/** Something that the editor can do about diagnostics. */
export interface CodeAction {
  readonly title: string;
  readonly kind: 'repair' | 'suppress';
  /** The one to take when the user asks for a repair without looking at the list. */
  readonly isPreferred: boolean;
  readonly diagnostics: readonly FileDiagnostic[];
  /** Offsets in the file. */
  readonly changes: readonly TextChange[];
}

/** Repairs for what is found in a range, repairs of the same sort all over the file, and a comment that silences each. */
export function codeActions(file: WorkspaceFile, found: readonly FileDiagnostic[], range: TextRange): readonly CodeAction[] {
  const here = found.filter((diagnostic) => touches(diagnostic.range, range));
  const repairs = here.flatMap((diagnostic) => repair(file, diagnostic) ?? []);
  const rules = [...new Set(here.map(({ rule }) => rule))];
  return [
    ...repairs,
    ...rules.flatMap((rule) => repairAll(file, found, rule) ?? []),
    ...here.filter(isFirstOfRule).flatMap((diagnostic) => suppress(file, diagnostic)),
  ];
}

function touches(a: TextRange, b: TextRange): boolean {
  return a.start <= b.end && b.start <= a.end;
}

function isFirstOfRule({ rule, range }: FileDiagnostic, index: number, all: readonly FileDiagnostic[]): boolean {
  return all.findIndex((other) => other.rule === rule && other.range.start === range.start) === index;
}

function repair(file: WorkspaceFile, diagnostic: FileDiagnostic): CodeAction | undefined {
  const yaml = file.documents[diagnostic.document]?.yaml;
  const change = yaml && diagnostic.fix && textEdit(yaml, diagnostic.fix);
  if (!change || !diagnostic.fix) return undefined;
  return {
    title: diagnostic.fix.title,
    kind: 'repair',
    isPreferred: true,
    diagnostics: [diagnostic],
    changes: [moved(change, yaml.offset)],
  };
}

/** Offered where there are at least two to repair. A repair that no longer fits after the others is left out. */
function repairAll(file: WorkspaceFile, found: readonly FileDiagnostic[], rule: string): CodeAction | undefined {
  const alike = found.filter((diagnostic) => diagnostic.rule === rule && diagnostic.fix);
  if (alike.length < 2) return undefined;
  const repaired: FileDiagnostic[] = [];
  const changes = file.documents.flatMap(({ yaml }, index): TextChange[] => {
    let now = yaml;
    // From the end: what is removed from a list must not move what is still to be removed.
    for (const diagnostic of alike.filter(({ document }) => document === index).reverse()) {
      const after = documentAfter(now, diagnostic.fix?.edits ?? []);
      if (!after) continue;
      now = after;
      repaired.push(diagnostic);
    }
    return now === yaml ? [] : [moved(difference(yaml.text, now.text), yaml.offset)];
  });
  if (repaired.length < 2) return undefined;
  const title = `Fix all ${repaired.length} problems of ${rule} in this file`;
  return { title, kind: 'repair', isPreferred: false, diagnostics: repaired, changes };
}

/** A comment on the line above, in line with what it is about. */
function suppress(file: WorkspaceFile, diagnostic: FileDiagnostic): readonly CodeAction[] {
  const { text } = file;
  const { rule, range, document } = diagnostic;
  const documentStart = file.documents[document]?.yaml.offset ?? 0;
  const start = Math.max(text.lastIndexOf('\n', range.start - 1) + 1, documentStart);
  if (!takesComment(file, diagnostic)) return [];
  const above = text.slice(text.lastIndexOf('\n', start - 2) + 1, start).trimEnd();
  const indent = /^[ ]*/.exec(text.slice(start))?.[0] ?? '';
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const change: TextChange = above.includes('# drydock-disable-next-line ')
    ? { range: { start: start - newline.length, end: start - newline.length }, newText: `, ${rule}` }
    : { range: { start, end: start }, newText: `${indent}# drydock-disable-next-line ${rule}${newline}` };
  const title = `Disable ${rule} for this line`;
  return [{ title, kind: 'suppress', isPreferred: false, diagnostics: [diagnostic], changes: [change] }];
}

/** JSON has no comments, and what is no YAML at all is not silenced. */
function takesComment({ documents }: WorkspaceFile, { document }: FileDiagnostic): boolean {
  const yaml = documents[document]?.yaml;
  return yaml?.root !== undefined && !/^\s*\{/.test(yaml.text);
}

function moved({ range, newText }: TextChange, offset: number): TextChange {
  return { range: { start: range.start + offset, end: range.end + offset }, newText };
}
