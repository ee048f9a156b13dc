import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../server/src/yaml/index.ts';

/** Recorded by test/reference/yaml: what Kubernetes' own reader makes of each text. */
interface Reading {
  readonly text: string;
  readonly json?: string;
  readonly error?: string;
  readonly strict?: string;
}

const read = (name: string): readonly string[] =>
  readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

/** Keeps the recorded JSON as text, so that no digit is lost. */
function reading(line: string): Reading {
  return JSON.parse(
    line.replace(/"json":(.*?)(,"strict":.*)?\}$/, (_, json, rest = '') => `"json":${JSON.stringify(json)}${rest}}`),
  );
}

/** Sorted keys; long integers as text, for JSON.parse would round them. */
function canonical(json: string): unknown {
  const exact = json.replace(/("(?:[^"\\]|\\.)*")|(-?\d{16,}(?![\d.eE]))/g, (_, text, digits) => text ?? `"integer ${digits}"`);
  return JSON.parse(exact, (_, value: unknown) => (value === 0 ? 0 : value));
}

function ours(value: unknown): unknown {
  const isLong = (each: unknown) =>
    typeof each === 'bigint' || (typeof each === 'number' && Math.abs(each) >= 1e15 && Math.abs(each) < 1e21);
  return JSON.parse(JSON.stringify(value ?? null, (_, each: unknown) => (isLong(each) ? `integer ${String(each)}` : each)));
}

/**
 * Where we knowingly differ. Go drops what it cannot make sense of without a word, and is odd about a few marks in flow
 * collections; none of it is seen in manifests.
 */
const silentLoss = new Set(['{}: v\n', '[]: v\n', '|+\n  x\n: v\n', '{a: b}}\n', '[a]]\n', '  a: b\nc: d\n', '"a":b\n']);
const oddMarks = new Set([
  '[:a]\n',
  '[:]\n',
  '[!!str]\n',
  '[!x]\n',
  '[?x]\n',
  '[a?b]\n',
  '{x: y:}\n',
  'a: {b:}\n',
  '...\n',
  'a: {\n\t"b": [\n\t\t1, 2\n\t]\n}\n',
  'a: {b\n  c: d}\n',
  '{x\ny: z}\n',
  '{"x\n y": z}\n',
  '["x\ny": z]\n',
  '"x\ny": z\n',
  '{a\n: b}\n',
  '{"a"\n:b}\n',
  `{${'x'.repeat(1030)}: y}\n`,
  'a: "\n\n  b\n\n"\n',
  'a: "x\n\ny"\n',
  'a: b\rc: d\r',
  'a: \u2028b\n',
  'a: b\u0085c\n',
]);

/** The strict reader refuses to override what was merged; kubectl reads without it, and so do we. */
const hasMerge = (text: string) => text.includes('<<:');

describe.each(['scalars.jsonl', 'documents.jsonl'])('%s', (name) => {
  const differing = new Set([...silentLoss, ...oddMarks]);

  it.each(
    read(name)
      .map(reading)
      .filter((each) => !differing.has(each.text)),
  )('reads $text', (golden) => {
    const [document, ...others] = parseYaml(golden.text);
    expect(others).toEqual([]);
    const errors = document!.problems.filter((problem) => problem.severity === 'error' && problem.code !== 'duplicate-key');
    if (golden.error !== undefined) {
      expect(errors, golden.error).not.toEqual([]);
      return;
    }
    expect(errors).toEqual([]);
    expect(ours(document!.value)).toEqual(canonical(golden.json!));
    const duplicates = document!.problems.filter((problem) => problem.code === 'duplicate-key');
    if (!hasMerge(golden.text)) expect(duplicates.map((problem) => problem.message)).toEqual(strictErrors(golden.strict));
  });

  it('differs only where it is known to', () => {
    const same = read(name)
      .map(reading)
      .filter((each) => differing.has(each.text) && agrees(each));
    expect(same.map((each) => each.text)).toEqual([]);
  });
});

/** Go lists all errors of a document in one; each is a problem of its own here. */
function strictErrors(message: string | undefined): readonly string[] {
  const [head, ...lines] = (message ?? '').split('\n');
  return lines.map((line) => `${head}\n${line}`);
}

function agrees(golden: Reading): boolean {
  const documents = parseYaml(golden.text);
  const isRefused = documents.some((document) => document.problems.some((problem) => problem.severity === 'error'));
  if (isRefused || golden.error !== undefined) return isRefused === (golden.error !== undefined);
  return JSON.stringify(ours(documents[0]!.value)) === JSON.stringify(canonical(golden.json!));
}

interface Stream {
  readonly text: string;
  readonly documents: readonly unknown[];
  readonly error?: string;
}

/** Two objects of JSON bind kubectl to JSON: we read on. */
const mixed = '{"a":1}\n{"b":2}\n---\nc: 3\n';
/** Accepted by kubectl: a repeated field is the server's to refuse, and what follows the first value is lost. */
const isStricter = (text: string) => text === '{"a":1,"a":2}' || text === '# c\n{"a":1}\n{"b":2}\n';

describe('streams.jsonl', () => {
  const streams = read('streams.jsonl').map((line) => ({ ...(canonical(line) as Stream), ...textOf(line) }));

  it.each(streams.filter((each) => each.text !== mixed))('splits $text', (golden) => {
    const documents = parseYaml(golden.text);
    const errors = documents.flatMap((document) => document.problems).filter((problem) => problem.severity === 'error');
    if (golden.error !== undefined || isStricter(golden.text)) {
      expect(errors).not.toEqual([]);
      return;
    }
    expect(errors).toEqual([]);
    const written = (values: readonly unknown[]) => values.filter((value) => value !== null && value !== undefined);
    expect(ours(written(documents.map((document) => document.value)))).toEqual(written(golden.documents));
  });
});

function textOf(line: string): { readonly text: string } {
  return { text: (JSON.parse(line) as Stream).text };
}
