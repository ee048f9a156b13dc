import { describe, expect, it } from 'vitest';
import { locate, parseYaml, pathAt } from '../../server/src/yaml/index.ts';

const manifest = `kind: Pod
metadata:
  labels: {app: web, tier: }
spec:
  containers:
  - name: a
    image: nginx
    ports:
      - containerPort: 80
  - name: b
  volumes:
`;
const document = parseYaml(manifest)[0]!;
const slice = (range: { start: number; end: number } | undefined) => range && manifest.slice(range.start, range.end);

describe('locate', () => {
  it.each([
    [['kind'], true, 'kind', 'Pod'],
    [['spec', 'containers', 0, 'ports', 0, 'containerPort'], true, 'containerPort', '80'],
    [['spec', 'containers', 1], true, undefined, 'name: b'],
    [['spec', 'volumes'], true, 'volumes', undefined],
    [['metadata', 'labels', 'tier'], true, 'tier', undefined],
    [['spec', 'containers', 1, 'image'], false, undefined, 'name: b'],
    [['metadata', 'name'], false, 'metadata', 'labels: {app: web, tier: }'],
  ] as const)('finds %j', (path, found, key, value) => {
    const located = locate(document, path);
    expect({ found: located.found, key: slice(located.key), value: slice(located.value) }).toEqual({ found, key, value });
  });

  it('names the nearest ancestor', () => {
    expect(locate(document, ['spec', 'containers', 7, 'name', 'x']).path).toEqual(['spec', 'containers']);
  });

  it('follows aliases and merged keys to where they are written', () => {
    const text = 'base: &b {cpu: 1}\nuse: *b\nmerged:\n  <<: *b\n';
    const [parsed] = parseYaml(text);
    for (const path of [
      ['use', 'cpu'],
      ['merged', 'cpu'],
    ])
      expect(locate(parsed!, path).value).toEqual({ start: 15, end: 16 });
  });
});

/** `|` is the cursor. */
const at = (text: string) => {
  const cursor = pathAt(parseYaml(text.replace('|', ''))[0]!, text.indexOf('|'));
  return [cursor.path.join('.'), cursor.on];
};

describe('pathAt', () => {
  it.each([
    ['key', 'spec:\n  repl|icas: 1\n', 'spec.replicas', 'key'],
    ['value', 'spec:\n  replicas: 1|\n', 'spec.replicas', 'value'],
    ['list item', 'args:\n- a\n- b|\n', 'args.1', 'value'],
    ['flow map', 'a: {b: c, | }\n', 'a', 'none'],
    ['flow key', 'a: {b|: c}\n', 'a.b', 'key'],
    ['half a key among others', 'spec:\n  replicas: 1\n  tem|\n  paused: true\n', 'spec.tem', 'key'],
    ['half a key alone', 'spec:\n  tem|\n', 'spec', 'value'],
    ['missing value', 'spec:\n  replicas: |\n', 'spec.replicas', 'value'],
    ['missing value amid others', 'spec:\n  replicas: |\n  paused: true\n', 'spec.replicas', 'value'],
    ['missing value at the end', 'spec:\n  replicas: |', 'spec.replicas', 'value'],
    ['new line in a map', 'spec:\n  replicas: 1\n  |\n', 'spec', 'none'],
    ['new line between entries', 'spec:\n  replicas: 1\n  |\n  paused: true\n', 'spec', 'none'],
    ['new line under an empty key', 'spec:\n  |\n', 'spec', 'none'],
    ['new line at the margin', 'spec:\n  replicas: 1\n|\n', '', 'none'],
    ['new line in a list item', 'spec:\n  containers:\n  - name: a\n    |\n', 'spec.containers.0', 'none'],
    ['new line beside the list', 'spec:\n  containers:\n  - name: a\n  |\n', 'spec', 'none'],
    ['new line of an indented list', 'spec:\n  containers:\n    - name: a\n    |\n', 'spec.containers', 'none'],
    ['dash of a further item', 'spec:\n  containers:\n  - name: a\n  |-\n', 'spec.containers', 'none'],
    ['empty item', 'spec:\n  containers:\n  - name: a\n  - |\n', 'spec.containers.1', 'value'],
    ['deeper than a list item', 'spec:\n  containers:\n  - name: a\n    env:\n      |\n', 'spec.containers.0.env', 'none'],
    ['empty document', '|', '', 'none'],
  ])('%s', (_, text, path, on) => {
    expect(at(text)).toEqual([path, on]);
  });
});
