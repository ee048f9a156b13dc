import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { YamlDocument, YamlNode } from '../../server/src/yaml/document.ts';
import { isReadable, parseYaml } from '../../server/src/yaml/index.ts';

const only = (text: string): YamlDocument => {
  const documents = parseYaml(text);
  expect(documents).toHaveLength(1);
  return documents[0]!;
};
const problems = (text: string) =>
  parseYaml(text).flatMap((each) =>
    each.problems.map((problem) => [problem.code, each.text.slice(problem.range.start, problem.range.end)]),
  );

describe('bounds', () => {
  it('stops an alias bomb at the alias that would go too far', () => {
    let text = 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n';
    for (let level = 1; level < 12; level++)
      text += `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]\n`;
    const document = only(text);
    expect(document.problems).toHaveLength(1);
    expect(document.problems[0]).toMatchObject({ code: 'excessive-aliasing', message: 'document contains excessive aliasing' });
    expect(text.slice(document.problems[0]!.range.start, document.problems[0]!.range.end)).toMatch(/^\*a\d$/);
  });

  it.each(['[', '{a: ', '- ', '? '])('bounds the depth of %s', (open) => {
    const document = only(open.repeat(20_000));
    expect(document.problems.map((problem) => problem.code)).toEqual(['too-deep']);
    expect(document.value).toBeUndefined();
  });

  it('reads neither large documents nor large files', () => {
    const large = `a: ${'x'.repeat(5_000_000)}\n`;
    expect(parseYaml(`${large}---\nb: 1\n`).map((each) => [each.value, each.problems.length])).toEqual([
      [undefined, 1],
      [{ b: 1 }, 0],
    ]);
    expect(parseYaml(`${'a: 1\n---\n'.repeat(2_500_000)}`).map((each) => each.problems.map((problem) => problem.code))).toEqual([
      ['too-large'],
    ]);
  });

  it('says once that a file is no text', () => {
    expect(parseYaml('\x7fELF\0\0\0\n---\n\0').map((each) => each.problems.map((problem) => problem.code))).toEqual([['binary']]);
  });

  it('never throws', () => {
    const bits = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '- ',
      '? ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '#',
      '&x ',
      '*x',
      '!',
      '!!int ',
      '|',
      '>',
      '<<: ',
      '---\n',
      '...\n',
      '\t',
      '%',
      '@',
      '\\',
      '0x1',
      '~',
      '\r',
      '\uFEFF',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 60 }), (parts) => {
        const text = parts.join('');
        for (const document of parseYaml(text)) {
          expect(text.slice(document.offset, document.offset + document.text.length)).toBe(document.text);
          for (const { range } of document.problems) expect(range.start).toBeLessThanOrEqual(range.end);
          checkNested(document.root, 0, document.text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function checkNested(node: YamlNode | undefined, start: number, end: number): void {
  if (!node) return;
  expect(node.range.start).toBeGreaterThanOrEqual(start);
  expect(node.range.end).toBeLessThanOrEqual(end);
  if (node.kind === 'list') for (const item of node.items) checkNested(item, 0, end);
  if (node.kind === 'map') for (const entry of node.entries) checkNested(entry.value, 0, end);
}

describe('problems', () => {
  it('refuses a key that is set twice, in the words of the strict decoder', () => {
    const text = 'spec:\n  replicas: 1\n  x: y\n  replicas: 2\n';
    expect(problems(text)).toEqual([['duplicate-key', 'replicas']]);
    expect(only(text).problems[0]!.message).toBe('yaml: unmarshal errors:\n  line 4: key "replicas" already set in map');
    expect(only(text).problems[0]!.range.start).toBe(text.lastIndexOf('replicas'));
  });

  it('refuses a repeated field of JSON in the words of the JSON decoder', () => {
    expect(only('{"spec": {"replicas": 1, "replicas": 2}}').problems[0]!.message).toBe(
      'strict decoding error: duplicate field "spec.replicas"',
    );
  });

  it('warns of what Kubernetes would drop after "..."', () => {
    expect(problems('a: 1\n...\nb: 2\n')).toEqual([['ignored-content', 'b: 2']]);
    expect(isReadable(only('a: 1\n...\nb: 2\n'))).toBe(true);
  });

  it('marks a separator that says more', () => {
    expect(problems('a: 1\n--- b\nc: 2\n')).toEqual([['separator', '--- b']]);
    expect(parseYaml('a: 1\n--- b\nc: 2\n').map((each) => each.value)).toEqual([{ a: 1 }, { c: 2 }]);
  });

  it('keeps what it can of a document with an error, for the sake of the editor', () => {
    const document = only('kind: Pod\nmeta\nspec:\n  x: 1\n');
    expect(isReadable(document)).toBe(false);
    expect(document.value).toMatchObject({ kind: 'Pod', spec: { x: 1 } });
  });
});

describe('reuse', () => {
  const stream = (values: readonly number[]) => values.map((value) => `kind: K\nvalue: ${value}\n`).join('---\n');

  it('takes over every document that did not change', () => {
    const before = parseYaml(stream([1, 2, 3, 4, 5]));
    const after = parseYaml(stream([1, 2, 33, 4, 5]), before);
    expect(after.map((each) => (each.value as { value: number }).value)).toEqual([1, 2, 33, 4, 5]);
    expect(after.map((each, index) => each.root === before[index]!.root)).toEqual([true, true, false, true, true]);
    expect(after[0]).toBe(before[0]);
    expect(after[4]!.offset).toBe(before[4]!.offset + 1);
  });

  it('takes over nothing from a text that was not read', () => {
    expect(parseYaml('', parseYaml('a\0b'))).toEqual(parseYaml(''));
  });

  it('finds documents that changed places', () => {
    const before = parseYaml(stream([1, 2, 3, 4]));
    const after = parseYaml(stream([9, 4, 3, 2, 1]), before);
    expect(after.filter((each) => before.some((old) => old.root === each.root))).toHaveLength(4);
  });

  it('gives what a fresh parse gives, whatever the edit', () => {
    const text = fc
      .array(fc.constantFrom('a: 1\n', '---\n', '--- x\n', '---\n', 'b: [', ']\n', '{"a":1}', '\n', '# c\n'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(parseYaml(after, parseYaml(before))).toEqual(parseYaml(after));
      }),
      { numRuns: 1000 },
    );
  });
});
