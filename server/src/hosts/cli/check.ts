import picocolors from 'picocolors';
import {
  createLanguageContext,
  type FileDiagnostic,
  fileDiagnostics,
  isJudged,
  workspaceDiagnostics,
} from '../../language/service.ts';
import type { Structure } from '../../schema/structure.ts';
import type { Severity } from '../../validation/rule.ts';
import { lineCounter } from '../lines.ts';
import { scenarioDiagnostics } from '../scenario-diagnostics.ts';
import { readSources } from './files.ts';
import type { Output } from './simulate.ts';

/** One finding as `--format json` prints it; lines and columns from 1. */
interface Finding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly rule: string;
  readonly field: string;
  readonly message: string;
}

/** `drydock check`: 0 without errors, 1 with errors. */
export function check(paths: readonly string[], format: 'text' | 'json', structure: Structure, { out, err }: Output): number {
  const context = createLanguageContext(structure, () => ({}));
  const { workspace } = context;
  for (const { path, text } of readSources(paths, err)) workspace.set(path, text);
  const together = workspaceDiagnostics(context);
  let documents = 0;
  const findings: Finding[] = [];
  for (const file of workspace.files()) {
    if (!isJudged(file)) continue;
    documents += file.documents.filter(({ yaml }) => yaml.value !== undefined && yaml.value !== null).length;
    const place = placer(file.uri, file.text);
    const diagnostics = [
      ...fileDiagnostics(context, file),
      ...scenarioDiagnostics(context, file),
      ...(together.get(file.uri) ?? []),
    ];
    findings.push(...diagnostics.map(place).sort((a, b) => a.line - b.line || a.column - b.column));
  }
  out(format === 'json' ? toJson(structure.kubernetesVersion, documents, findings) : toText(documents, findings));
  return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
}

function placer(path: string, text: string): (diagnostic: FileDiagnostic) => Finding {
  const lineAt = lineCounter(text);
  const point = (offset: number): { line: number; column: number } => ({
    line: lineAt(offset) + 1,
    column: offset - text.lastIndexOf('\n', offset - 1),
  });
  return ({ range, severity, rule, field, message }) => {
    const start = point(range.start);
    const end = point(range.end);
    return { path, ...start, endLine: end.line, endColumn: end.column, severity, rule, field, message };
  };
}

function toJson(kubernetesVersion: string, documents: number, findings: readonly Finding[]): string {
  return JSON.stringify({ kubernetesVersion, documents, findings }, null, 2);
}

const colourOf: Readonly<Record<Severity, (text: string) => string>> = {
  error: picocolors.red,
  warning: picocolors.yellow,
  information: picocolors.blue,
};

function toText(documents: number, findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ path, line, column, severity, rule, message }) =>
      `${picocolors.bold(`${path}:${line}:${column}`)} ${colourOf[severity](severity)} ${message} ${picocolors.dim(`[${rule}]`)}`,
  );
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const summary = `${documents} documents: ${count('error')} errors, ${count('warning')} warnings`;
  return [...lines, summary].join('\n');
}
