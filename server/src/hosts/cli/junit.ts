import type { ScenarioReport } from './rehearse.ts';
import { element, escapeXml, xmlDeclaration } from './xml.ts';

/** Results as JUnit XML, for CI systems: one suite for each file, one case for each scenario. */
export function toJUnit(reports: readonly ScenarioReport[]): string {
  const files = [...new Set(reports.map(({ path }) => path))];
  const suites = files.map((file) =>
    suite(
      file,
      reports.filter(({ path }) => path === file),
    ),
  );
  const attributes = { name: 'drydock rehearse', ...totals(reports) };
  return xmlDeclaration + element('testsuites', attributes, suites);
}

function suite(file: string, reports: readonly ScenarioReport[]): string {
  return element('testsuite', { name: file, ...totals(reports) }, reports.map(testCase));
}

function totals(reports: readonly ScenarioReport[]): Readonly<Record<string, string | number>> {
  const time = reports.reduce((sum, { virtualSeconds }) => sum + virtualSeconds, 0);
  return {
    tests: reports.length,
    failures: reports.filter(({ failures }) => failures.length > 0).length,
    errors: reports.filter(({ problems }) => problems.length > 0).length,
    time: time.toFixed(3),
  };
}

function testCase({ path, line, name, virtualSeconds, failures, problems }: ScenarioReport): string {
  const attributes = { name, classname: path, file: path, line, time: virtualSeconds.toFixed(3) };
  const errors = problems.map((problem) => element('error', { message: problem.message }, [`${path}:${problem.line}`]));
  const wrong = failures.map((failure) => {
    const lines = [`${path}:${failure.line}`, `at ${failure.at} s: ${failure.what}`, `found: ${failure.found}`];
    const text = [...lines, ...(failure.why === undefined ? [] : [`why: ${failure.why}`])].join('\n');
    return element('failure', { message: `${failure.what}; found: ${failure.found}` }, [escapeXml(text)]);
  });
  return element('testcase', attributes, [...errors, ...wrong]);
}
