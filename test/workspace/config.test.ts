import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../server/src/workspace/config.ts';
import { ignoredBy } from '../../server/src/workspace/ignored.ts';

const known = new Set(['env-name', 'pod-os']);

describe('readConfig', () => {
  it('reads everything', () => {
    const text = `
kubernetesVersion: 1.30
severities:
  env-name: warning
  pod-os: off
ignore:
  - charts/
  - { rule: env-name, paths: [legacy, "**/*.gen.yaml"] }
crds: [crds/, vendor/crd.yaml]
`;
    expect(readConfig(text, known)).toEqual({
      config: {
        // A number in YAML, of which nothing may be lost.
        kubernetesVersion: '1.30',
        severities: { 'env-name': 'warning', 'pod-os': 'off' },
        ignore: [{ paths: ['charts/'] }, { rule: 'env-name', paths: ['legacy', '**/*.gen.yaml'] }],
        crds: ['crds/', 'vendor/crd.yaml'],
      },
      problems: [],
    });
    for (const empty of ['', '# nothing\n', '---\n', 'severities:\nignore:\ncrds:\n']) {
      expect(readConfig(empty)).toEqual({ config: { severities: {}, ignore: [], crds: [] }, problems: [] });
    }
  });

  it.each([
    ['kubernetesVersion: new', 'new', 'expected a minor version'],
    ['kubernetesVersion: "1.36.2"', '"1.36.2"', 'expected a minor version'],
    ['severity: {}', '{}', 'unknown key "severity"'],
    ['severities: [env-name]', '[env-name]', 'expected a map of rule ids'],
    ['severities: { env-name: loud }', 'loud', 'expected error, warning, information, off'],
    ['severities: { env-nam: error }', 'env-nam', 'there is no rule "env-nam"'],
    ['ignore: charts', 'charts', 'expected a list of globs'],
    ['ignore: [3]', '3', 'expected a glob'],
    ['ignore: [{ rule: env-name }]', '{ rule: env-name }', 'expected paths'],
    ['ignore: [{ rule: env-name, path: x, paths: [] }]', 'x', 'unknown key "path"'],
    ['crds: [{}]', '{}', 'expected a string'],
    ['- a', '- a', 'expected a map'],
    ['a: [', '', ''],
  ])('%s', (text, at, message) => {
    const { problems } = readConfig(text, known);
    const said = problems.map((problem) => [text.slice(problem.range.start, problem.range.end), problem.message]);
    expect(said.some(([place, words]) => (at === '' || place === at) && words?.includes(message))).toBe(true);
  });

  it('never throws, and points into the text', () => {
    const word = fc.constantFrom(
      'severities',
      'ignore',
      'crds',
      'kubernetesVersion',
      'env-name',
      'off',
      ': ',
      '- ',
      '[',
      '{',
      '\n',
      '  ',
      '---\n',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const text = words.join('');
        for (const { range } of readConfig(text, known).problems) {
          expect(range.start).toBeLessThanOrEqual(range.end);
          expect(range.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

describe('ignoredBy', () => {
  const ignores = (...paths: string[]) => ignoredBy({ severities: {}, ignore: [{ paths }] });

  it.each([
    ['charts', 'charts/a.yaml', true],
    ['charts', 'x/charts/a.yaml', true],
    ['/charts', 'x/charts/a.yaml', false],
    ['./charts/', 'charts/deep/a.yaml', true],
    ['x/charts', 'x/charts/a.yaml', true],
    ['x/charts', 'y/x/charts/a.yaml', false],
    ['*.gen.yaml', 'a/b.gen.yaml', true],
    ['*.gen.yaml', 'a/b.yaml', false],
    ['a/*.yaml', 'a/b/c.yaml', false],
    ['a/**/*.yaml', 'a/b/c.yaml', true],
    ['.hidden', '.hidden/a.yaml', true],
  ])('%s: %s', (glob, path, expected) => {
    expect(ignores(glob).file(path)).toBe(expected);
  });

  it('silences a rule in some files only', () => {
    const ignored = ignoredBy({
      severities: { 'pod-os': 'off' },
      ignore: [
        { rule: 'env-name', paths: ['a'] },
        { rule: 'env-name', paths: ['b'] },
      ],
    });
    expect(['a/x.yaml', 'b/x.yaml', 'c/x.yaml'].map((path) => ignored.finding(path, 'env-name'))).toEqual([true, true, false]);
    expect(ignored.finding('a/x.yaml', 'env-from')).toBe(false);
    expect(ignored.finding('c/x.yaml', 'pod-os')).toBe(true);
    expect(ignored.file('a/x.yaml')).toBe(false);
  });
});
