import { describe, expect, it } from 'vitest';
import { cursorContext } from '../../server/src/language/completion/cursor-context.ts';

/** Where the `|` in a text stands. */
function at(marked: string): string {
  const offset = marked.indexOf('|');
  const context = cursorContext(marked.slice(0, offset) + marked.slice(offset + 1), offset);
  if (!context) return 'nothing';
  const siblings = [...context.siblings].sort().join(' ');
  return [context.at, context.path.join('.') || '(root)', context.prefix && `"${context.prefix}"`, siblings && `[${siblings}]`]
    .filter(Boolean)
    .join(' ');
}

describe('the place of the cursor', () => {
  it.each([
    ['|', 'key (root)'],
    ['ki|', 'key (root) "ki"'],
    ['apiVersion: v1\nki|\nmetadata:\n  name: x\n', 'key (root) "ki" [apiVersion metadata]'],
    ['spec:\n  |', 'key spec'],
    ['spec:\r\n  |', 'key spec'],
    ['a: b\rc\nspec:\n  |', 'key spec'],
    ['spec:\n  replicas: 1\n  |\n  template: {}\n', 'key spec [replicas template]'],
    ['spec:\n  replicas: |', 'value spec.replicas'],
    ['spec:\n  replicas: 1|0', 'value spec.replicas "1"'],
    ['spec:\n  containers:\n    - |', 'item spec.containers.0'],
    ['spec:\n  containers:\n  - |', 'item spec.containers.0'],
    ['spec:\n  containers:\n  - name: a\n    |', 'key spec.containers.0 [name]'],
    [
      'spec:\n  containers:\n    - name: a\n    - name: b\n      ima|\n      ports: []\n',
      'key spec.containers.1 "ima" [name ports]',
    ],
    [
      'spec:\n  containers:\n    - name: a\n      env:\n        - name: X\n          value: "1"\n    - |',
      'item spec.containers.1',
    ],
    ['spec:\n  containers:\n    - name: a\n      env:\n        - name: X\n  vol|', 'key spec "vol" [containers]'],
    [
      'spec:\n  template:\n    spec:\n      containers:\n      - env:\n        - name: A\n        - name: |',
      'value spec.template.spec.containers.0.env.1.name',
    ],
    ['items:\n- - a\n  - |', 'item items.0.1'],
    ['a:\n  b:\n    c: 1\n\n|', 'key (root) [a]'],
    ['a:\n  b: # why\n    |', 'key a.b'],
    ['a: |\n'.replace('|', '¦').replace('¦', '>\n  text |'), 'nothing'],
    ['# com|ment', 'nothing'],
    ['a: 1 # x|', 'nothing'],
    ['a: x\n    |', 'nothing'],
    ['a: { b: 1, |', 'key a [b]'],
    ['a: { b: { c: x|', 'value a.b.c "x"'],
    ['a: [x, |', 'value a.1'],
    ['a:\n  "b": |', 'value a.b'],
    ['a:\r\n  b: 1\r\n  |\r\n', 'key a [b]'],
  ])('%j', (marked, wanted) => {
    expect(at(marked)).toBe(wanted);
  });
});
