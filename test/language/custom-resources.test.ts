import { describe, expect, it } from 'vitest';
import { completions } from '../../server/src/language/completion/index.ts';
import { hover } from '../../server/src/language/hover.ts';
import { createLanguageContext, fileDiagnostics } from '../../server/src/language/service.ts';
import { allStructures } from '../structures.ts';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: backups.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Backup, plural: backups, singular: backup, shortNames: [bk] }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              required: [schedule]
              x-kubernetes-validations: [{ rule: "self.keep > 0" }]
              properties:
                schedule: { type: string, description: When to make one., pattern: "^\\\\d+ .*$" }
                keep: { type: integer, minimum: 1, default: 3 }
                kind: { type: string, enum: [Full, Partial] }
    - name: v1alpha1
      served: false
      storage: false
`;
const backup = `apiVersion: example.com/v1
kind: Backup
metadata: { name: nightly }
spec:
  schedule: 0 3 * * *
  keep: 7
`;

function open(texts: Readonly<Record<string, string>>) {
  const context = createLanguageContext(allStructures, () => ({}));
  for (const [uri, text] of Object.entries(texts)) context.workspace.set(uri, text);
  context.learn();
  const said = (uri: string): readonly string[] => {
    const file = context.workspace.file(uri);
    return file ? fileDiagnostics(context, file).map(({ rule, message }) => `${rule}: ${message}`) : [];
  };
  return { context, said };
}

describe('a custom resource', () => {
  it('without a definition is told to be one', () => {
    expect(open({ 'b.yaml': backup }).said('b.yaml')).toEqual([expect.stringMatching(/^custom-resource: Backup .*not checked$/)]);
  });

  it('is judged by the definition of the workspace', () => {
    expect(open({ 'd.yaml': definition, 'b.yaml': backup }).said('b.yaml')).toEqual([]);
    const wrong = backup.replace('keep: 7', 'keep: 0\n  kind: Whole\n  scedule: 1');
    expect(open({ 'd.yaml': definition, 'b.yaml': wrong }).said('b.yaml')).toEqual([
      'unknown-field: strict decoding error: unknown field "spec.scedule" (did you mean "schedule"?)',
      'custom-resource-schema: spec.keep: Invalid value: 0: spec.keep in body should be greater than or equal to 1',
      'custom-resource-schema: spec.kind: Unsupported value: "Whole": supported values: "Full", "Partial"',
    ]);
    const missing = backup.replace('  schedule: 0 3 * * *\n', '');
    expect(open({ 'd.yaml': definition, 'b.yaml': missing }).said('b.yaml')).toEqual([
      'custom-resource-schema: spec.schedule: Required value',
    ]);
  });

  it('is judged anew when the definition changes or goes', () => {
    const { context, said } = open({ 'd.yaml': definition, 'b.yaml': backup });
    context.workspace.set('d.yaml', definition.replace('type: integer', 'type: string'));
    expect(context.learn()).toEqual(['b.yaml']);
    expect(said('b.yaml')).toContain(
      'custom-resource-schema: spec.keep: Invalid value: "integer": spec.keep in body must be of type string: "integer"',
    );
    expect(context.learn()).toEqual([]);
    context.workspace.remove('d.yaml');
    expect(context.learn()).toEqual(['b.yaml']);
    expect(said('b.yaml')).toEqual([expect.stringMatching(/^custom-resource: /)]);
  });

  it('is served in the versions that the definition serves', () => {
    const { said } = open({ 'd.yaml': definition, 'b.yaml': backup.replace('/v1', '/v1alpha1') });
    expect(said('b.yaml')).toEqual([
      'unknown-kind: no matches for kind "Backup" in version "example.com/v1alpha1" (did you mean Backup in example.com/v1?)',
    ]);
  });

  it('has the name of a DNS subdomain, and the metadata of all objects', () => {
    const { said } = open({
      'd.yaml': definition,
      'b.yaml': backup.replace('{ name: nightly }', '{ name: Nightly, lables: {} }'),
    });
    expect(said('b.yaml').join('\n')).toMatch(/unknown field "metadata\.lables"[\s\S]*metadata\.name: Invalid value: "Nightly"/);
  });

  it('may be defined outside the workspace', () => {
    const { context, said } = open({ 'b.yaml': backup.replace('keep: 7', 'keep: x') });
    context.workspace.set('d.yaml', definition);
    const [document] = context.workspace.file('d.yaml')?.documents ?? [];
    context.workspace.remove('d.yaml');
    context.define([document?.yaml.value]);
    expect(context.learn()).toEqual(['b.yaml']);
    expect(said('b.yaml')).toHaveLength(1);
  });

  it('has hovers and completion from the definition, which say what is not checked', () => {
    const { context } = open({ 'd.yaml': definition, 'b.yaml': `${backup}  k` });
    const file = context.workspace.file('b.yaml');
    if (!file) throw new Error('the file is not there');
    const over = (text: string): string => hover(context, file, file.text.indexOf(text) + 1)?.markdown ?? '';
    expect(over('schedule')).toContain('When to make one.');
    expect(over('keep')).toContain('Default: `3`');
    expect(over('spec')).toContain('CEL (x-kubernetes-validations)');
    expect(completions(context, file, file.text.length).map(({ label }) => label)).toContain('kind');
  });
});
