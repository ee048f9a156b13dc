import { describe, expect, it } from 'vitest';
import { helmTemplate } from '../../server/src/yaml/index.ts';

describe('helmTemplate', () => {
  it.each([
    ['an action as a value', 'a: |{{ .Values.x }}\n'],
    ['an action as any value', 'a: |{{ x }}\n'],
    ['control structures', 'a: b\n|{{- if x }}\nc: d\n{{- end }}\n'],
    ['an action on its own line', '  |{{ toYaml x }}\n'],
    ['part of a name', 'name: x-|{{ .Release.Name }}-y\n'],
    ['within quotes', 'image: "|{{ .Values.image }}:{{ .Values.tag }}"\n'],
    ['an include', 'name: \'|{{ include "x" . }}\'\n'],
    ['an action in a list', 'a: [|{{ x }}]\n'],
    ['after a block scalar', 'a: >-\n  {{ x }}\nb: |{{ y }}\n'],
  ])('finds %s', (_, text) => {
    expect(helmTemplate(text.replace(/\|(?=\{\{)/, ''))).toBe(/\|(?=\{\{)/.exec(text)!.index);
  });

  it.each([
    ['plain text', 'a: b\n'],
    ['a comment', 'a: b # {{ .Values.x }}\n# {{ .Values.x }}\n'],
    ['an alert', 'summary: Instance {{ $labels.instance }} is down\n'],
    ['a workflow', 'args: ["{{inputs.parameters.x}}", \'{{ y }}\']\n'],
    ['a block scalar', 'data:\n  a: |\n    {{ define "x" }}\n\n    {{ end }}\n  b: c\n'],
    ['a block scalar of a list', '- a: >-\n    {{ x }}\n  b: c\n'],
    ['nested flow maps', 'a: { b: {c: d}}\n'],
  ])('leaves %s alone', (_, text) => {
    expect(helmTemplate(text)).toBe(-1);
  });
});
