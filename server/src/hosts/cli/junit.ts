import type { ScenarioReport } from './rehearse.ts';

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
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', attributes, suites)}`;
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
    return element('failure', { message: `${failure.what}; found: ${failure.found}` }, [escape(text)]);
  });
  return element('testcase', attributes, [...errors, ...wrong]);
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(String(value))}"`);
  return `<${name}${written.join('')}>${children.join('\n')}</${name}>\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;' };

/** Line breaks too, which attributes would lose; control characters have no place in XML at all. */
function escape(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML refuses
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
    .replaceAll(/[&<>"\n]/g, (found) => entities[found] ?? found);
}
