import type { FileDiagnostic } from '../../language/service.ts';
import type { Severity } from '../../validation/rule.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import { lineCounter } from '../lines.ts';

/** One finding as `--format json` prints it; lines and columns from 1, the end behind the last character. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly rule: string;
  readonly field: string;
  readonly message: string;
  /** The object that it is about: `Deployment/web`; absent where none could be read. */
  readonly object?: string;
  /** The template that a rendered document says it comes from (`# Source: chart/templates/web.yaml`). */
  readonly source?: string;
}

export interface CheckedDocument {
  readonly path: string;
  readonly line: number;
  readonly object?: string;
  readonly source?: string;
  readonly findings: readonly Finding[];
}

export interface CheckReport {
  readonly kubernetesVersion: string;
  /** Those that say anything, in the order of the files. */
  readonly documents: readonly CheckedDocument[];
}

export function findingsOf({ documents }: CheckReport): readonly Finding[] {
  return documents.flatMap(({ findings }) => findings);
}

/** Helm writes the template's path above each document that it renders. */
const sourceComment = /^(?:[ \t]*(?:#.*)?\r?\n|---[^\n]*\n)*?# Source: (\S+)[ \t]*\r?$/m;

/** The documents of a file with what is said about each. */
export function checkedDocuments(file: WorkspaceFile, diagnostics: readonly FileDiagnostic[]): readonly CheckedDocument[] {
  const { uri: path, text } = file;
  const lineAt = lineCounter(text);
  const point = (offset: number): { line: number; column: number } => ({
    line: lineAt(offset) + 1,
    column: offset - text.lastIndexOf('\n', offset - 1),
  });
  return file.documents.flatMap(({ yaml, manifests }, index) => {
    const own = diagnostics.filter(({ document }) => document === index);
    const isEmpty = yaml.value === undefined || yaml.value === null;
    if (isEmpty && own.length === 0) return [];
    const source = sourceComment.exec(yaml.text.slice(0, 1000))?.[1];
    const from = source === undefined ? {} : { source };
    const nameOf = (manifest: (typeof manifests)[number] | undefined): { object?: string } =>
      manifest === undefined ? {} : { object: `${manifest.kind}/${manifest.name}` };
    const findings = own.map(({ range, severity, rule, field, message, path: at }): Finding => {
      const [start, end] = [point(range.start), point(range.end)];
      const about = manifests.find((manifest) => manifest.path.every((part, depth) => part === at[depth]));
      const place = { path, ...start, endLine: end.line, endColumn: end.column };
      return { ...place, severity, rule, field, message, ...nameOf(about), ...from };
    });
    const sorted = findings.sort((a, b) => a.line - b.line || a.column - b.column);
    const line = point(yaml.offset + (yaml.root?.range.start ?? 0)).line;
    return [{ path, line, ...(manifests.length === 1 ? nameOf(manifests[0]) : {}), ...from, findings: sorted }];
  });
}
