import picocolors from 'picocolors';
import type { Severity } from '../../../validation/rule.ts';
import { type CheckReport, findingsOf } from '../report.ts';

const colourOf: Readonly<Record<Severity, (text: string) => string>> = {
  error: picocolors.red,
  warning: picocolors.yellow,
  information: picocolors.blue,
};

/** A line for each finding, for people and for editors that read compilers' output. */
export function toText(report: CheckReport): string {
  const findings = findingsOf(report);
  const lines = findings.map(({ path, line, column, severity, rule, message, source }) => {
    const place = picocolors.bold(`${path}:${line}:${column}`);
    const from = source === undefined ? '' : ` ${source}`;
    return `${place} ${colourOf[severity](severity)} ${message} ${picocolors.dim(`[${rule}]${from}`)}`;
  });
  const count = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const summary = `${report.documents.length} documents: ${count('error')} errors, ${count('warning')} warnings`;
  return [...lines, summary].join('\n');
}
