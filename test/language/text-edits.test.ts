import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { documentAfter, textEdit } from '../../server/src/language/text-edits.ts';
import type { FieldPath } from '../../server/src/kubernetes/path.ts';
import type { FieldEdit } from '../../server/src/validation/rule.ts';
import { parseYaml } from '../../server/src/yaml/index.ts';

/** The text after edits. */
function edited(text: string, ...edits: readonly FieldEdit[]): string | undefined {
  const [document] = parseYaml(text);
  const change = document && textEdit(document, { edits });
  return change && text.slice(0, change.range.start) + change.newText + text.slice(change.range.end);
}

describe('set', () => {
  it.each([
    ['a value', 'a: 1 # one\nb: 2\n', ['a'], 'Never', 'a: Never # one\nb: 2\n'],
    ['quotes stay', 'a: "1"\nb: \'2\'\n', ['b'], 'x', 'a: "1"\nb: \'x\'\n'],
    ['quotes where YAML 1.1 needs them', 'a: x\n', ['a'], 'yes', 'a: "yes"\n'],
    ['no quotes around a number', 'a: "80"\n', ['a'], 80, 'a: 80\n'],
    ['what has no value yet', 'a:\n  b:\n', ['a', 'b'], 3, 'a:\n  b: 3\n'],
    [
      'a missing key, in the columns of its map',
      'a:\n    b: 1\n    # about b\nc: 2\n',
      ['a', 'd'],
      3,
      'a:\n    b: 1\n    d: 3\n    # about b\nc: 2\n',
    ],
    ['kind behind apiVersion', 'apiVersion: v1\nspec: {}\n', ['kind'], 'Pod', 'apiVersion: v1\nkind: Pod\nspec: {}\n'],
    ['a name first in its item', 'c:\n- image: a\n', ['c', 0, 'name'], 'x', 'c:\n- name: x\n  image: a\n'],
    ['maps on the way', 'spec:\n  a: 1\n', ['spec', 's', 'm'], { app: 'x' }, 'spec:\n  a: 1\n  s:\n    m:\n      app: x\n'],
    ['into a flow map', 'a: { b: 1 }\n', ['a', 'c'], ['x, y', 'z'], 'a: { b: 1, c: ["x, y", z] }\n'],
    ['into an empty flow map', 'a: {}\n', ['a', 'c'], 1, 'a: { c: 1 }\n'],
    ['a list as the file writes lists', 'a:\n- 1\nb: 2\n', ['c'], ['x'], 'a:\n- 1\nb: 2\nc:\n- x\n'],
    ['at the end without a line break', 'a: 1', ['b'], 2, 'a: 1\nb: 2'],
    ['Windows line endings', 'a:\r\n  b: 1\r\nc: 2\r\n', ['a', 'd'], 3, 'a:\r\n  b: 1\r\n  d: 3\r\nc: 2\r\n'],
    ['instead of a block scalar', 'a: |\n  one\n  two\nb: 2\n', ['a'], 1, 'a: 1\nb: 2\n'],
    ['an item more', 'a:\n  - 1\n', ['a', 1], { b: 2, c: 3 }, 'a:\n  - 1\n  - b: 2\n    c: 3\n'],
    ['in JSON', '{"a": {"b": "1"}}', ['a', 'b'], 1, '{"a": {"b": 1}}'],
  ] as const)('%s', (_what, text, path, value, wanted) => {
    expect(edited(text, { do: 'set', path, value })).toBe(wanted);
  });
});

describe('remove', () => {
  it.each([
    ['a line', 'a: 1\nb: 2 # two\n# about c\nc: 3\n', ['b'], 'a: 1\n# about c\nc: 3\n'],
    ['a block', 'a:\n  b:\n    c: 1\n  d: 2\n', ['a', 'b'], 'a:\n  d: 2\n'],
    ['the last key of a map', 'a: # here\n  b: 1\nc: 2\n', ['a', 'b'], 'a: {} # here\nc: 2\n'],
    ['the first key of an item', 'a:\n  - b: 1\n    c: 2\n', ['a', 0, 'b'], 'a:\n  - c: 2\n'],
    ['the only key of an item', 'a:\n  - b: 1\n  - c: 2\n', ['a', 0, 'b'], 'a:\n  - {}\n  - c: 2\n'],
    ['an item', 'a:\n  - b: 1\n  - c: 2\n', ['a', 0], 'a:\n  - c: 2\n'],
    ['the only item', 'a:\n  - b: 1\n    c: 2\nd: 1\n', ['a', 0], 'a: []\nd: 1\n'],
    ['from a flow map', 'a: { b: 1, c: 2 }\n', ['a', 'c'], 'a: { b: 1 }\n'],
    ['a block scalar', 'a: 1\nb: |\n  x\n  y\nc: 2\n', ['b'], 'a: 1\nc: 2\n'],
  ] as const)('%s', (_what, text, path, wanted) => {
    expect(edited(text, { do: 'remove', path })).toBe(wanted);
  });
});

describe('rename', () => {
  it('keeps place, value and comment', () => {
    expect(edited('a:\n  tag: x # c\n  b: 1\n', { do: 'rename', path: ['a', 'tag'], to: 'image' })).toBe(
      'a:\n  image: x # c\n  b: 1\n',
    );
  });
  it('is refused where the name is taken', () => {
    expect(edited('a: 1\nb: 2\n', { do: 'rename', path: ['a'], to: 'b' })).toBeUndefined();
  });
});

describe('what is written once and meant in several places is left alone', () => {
  const text = 'base: &base\n  x: 1\nuse: *base\nmerged:\n  <<: *base\n  y: 2\n';
  it.each([[['use', 'x']], [['merged', 'x']], [['base', 'x']]] as const)('%j', (path) => {
    expect(edited(text, { do: 'set', path, value: 5 })).toBeUndefined();
  });
  it('but an alias can give way to a value', () => {
    expect(edited(text, { do: 'set', path: ['use'], value: 5 })).toBe(text.replace('use: *base', 'use: 5'));
  });
});

const key = fc.oneof(
  fc.constantFrom('a', 'name', 'image', 'on', 'app.kubernetes.io/name', '1', 'x y', 'k#', '- a', '{', ''),
  fc.string(),
);
const scalar = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    '0644',
    '12:30',
    '1e3',
    '~',
    '',
    ' x',
    'x: y',
    'x #y',
    'a\nb\n',
    '#',
    '@',
    '%',
    '- x',
    'null',
    '2001-01-01',
    '[',
    '<<',
  ),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    fc.array(tie('tree'), { maxLength: 3 }),
  ),
}));
const root = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

function pathsOf(value: unknown): FieldPath[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((part) => [
    [part],
    ...pathsOf((value as Record<string | number, unknown>)[part]).map((rest) => [part, ...rest]),
  ]);
}

/** As YAML in several layouts. */
function written(value: unknown, layout: number): string {
  if (layout === 0) return JSON.stringify(value);
  if (layout === 1) return stringify(value, { version: '1.1', collectionStyle: 'flow', lineWidth: 0 });
  return stringify(value, { version: '1.1', indent: 2 + (layout % 2) * 2, indentSeq: layout < 4, lineWidth: 0 });
}

describe('whatever the document', () => {
  const cases = fc.tuple(root, fc.integer({ min: 0, max: 5 }), fc.nat(), tree, fc.constantFrom('set', 'remove', 'add'));
  it('an edit changes what it names and nothing else', () => {
    let made = 0;
    let tried = 0;
    fc.assert(
      fc.property(cases, ([value, layout, pick, next, what]) => {
        const text = written(value, layout);
        const [document] = parseYaml(text);
        const paths = pathsOf(document?.value);
        const path = paths[pick % Math.max(1, paths.length)];
        fc.pre(document !== undefined && path !== undefined && document.problems.length === 0);
        if (!document || !path) return;
        const edit: FieldEdit =
          what === 'remove'
            ? { do: 'remove', path }
            : { do: 'set', path: what === 'add' ? [...path.slice(0, -1), newPart(path)] : path, value: next };
        const after = documentAfter(document, [edit]);
        tried += 1;
        if (!after) return; // Refused is allowed, seldom: see below.
        made += 1;
        expect(parseYaml(after.text)[0]?.value).toEqual(model(document.value, edit));
      }),
      { numRuns: 400 },
    );
    expect(made / tried).toBeGreaterThan(0.97);
  });
});

function newPart(path: FieldPath): string | number {
  return typeof path.at(-1) === 'number' ? Number(path.at(-1)) : 'added';
}

function model(value: unknown, edit: FieldEdit): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>;
  const parent = edit.path.slice(0, -1).reduce((node, part) => node[part] as typeof copy, copy);
  const last = edit.path.at(-1) ?? '';
  if (edit.do === 'set') parent[last] = edit.value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}
