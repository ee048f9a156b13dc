import type { Severity } from '../../../validation/rule.ts';
import { type CheckReport, type Finding, findingsOf } from '../report.ts';

const commandOf: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice' };

/**
 * Workflow commands of GitHub Actions, which shows them at the lines of a pull request.
 * Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function toGitHub(report: CheckReport): string {
  return findingsOf(report).map(command).join('\n');
}

function command(finding: Finding): string {
  const { severity, rule, message, line } = finding;
  const where = finding.path === '-' ? ` (line ${line} of the standard input)` : '';
  const properties = Object.entries({ ...placeOf(finding), title: rule }).map(([key, value]) => `${key}=${property(value)}`);
  return `::${commandOf[severity]} ${properties.join(',')}::${escaped(`${message}${where}`)}`;
}

/** Lines of rendered output say nothing about the template, which is the file that can be shown. */
function placeOf({ path, line, column, endLine, endColumn, source }: Finding): Readonly<Record<string, string | number>> {
  if (path === '-') return source === undefined ? {} : { file: source };
  // A column range is only taken on one line.
  return { file: path, line, endLine, ...(line === endLine ? { col: column, endColumn } : {}) };
}

const property = (value: string | number): string => escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
