import { type CheckedDocument, type CheckReport, type Finding } from '../report.ts';
import type { Severity } from '../../../validation/rule.ts';
import { element, escapeXml, xmlDeclaration } from '../xml.ts';

/** One suite for each file, one case for each document. What is below the severity to fail on is in the case's output. */
export function toJUnit({ documents }: CheckReport, fails: (severity: Severity) => boolean): string {
  const paths = [...new Set(documents.map(({ path }) => path))];
  const suites = paths.map((path) => {
    const own = documents.filter((document) => document.path === path);
    return element(
      'testsuite',
      { name: path, ...totals(own, fails) },
      own.map((document) => testCase(document, fails)),
    );
  });
  return xmlDeclaration + element('testsuites', { name: 'drydock check', ...totals(documents, fails) }, suites);
}

function totals(documents: readonly CheckedDocument[], fails: (severity: Severity) => boolean): Record<string, number> {
  const failed = documents.filter(({ findings }) => findings.some(({ severity }) => fails(severity)));
  return { tests: documents.length, failures: failed.length, errors: 0, time: 0 };
}

function testCase({ path, line, object, source, findings }: CheckedDocument, fails: (severity: Severity) => boolean): string {
  const name = `${object ?? 'document'} (line ${line})`;
  const failures = findings
    .filter(({ severity }) => fails(severity))
    .map((finding) => element('failure', { message: finding.message, type: finding.rule }, [escapeXml(told(finding))]));
  const others = findings.filter(({ severity }) => !fails(severity)).map(told);
  const output = others.length === 0 ? [] : [element('system-out', {}, [escapeXml(others.join('\n'))])];
  return element('testcase', { name, classname: source ?? path, file: path, line, time: 0 }, [...failures, ...output]);
}

function told({ path, line, column, severity, message, rule }: Finding): string {
  return `${path}:${line}:${column} ${severity} ${message} [${rule}]`;
}
