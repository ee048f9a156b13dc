import { describe, expect, it } from 'vitest';
import { unknownFieldFix, unknownFieldHint, unknownFieldHints } from '../../server/src/validation/unknown-field-hints.ts';
import { structure } from '../structure.ts';

describe('unknownFieldHint', () => {
  it('explains that a DaemonSet has no replicas, and removes them', () => {
    const path = ['spec', 'replicas'];
    const hint = unknownFieldHint(structure, 'apps.v1.DaemonSet', path);
    expect(hint?.id).toBe('daemonset-has-no-replicas');
    expect(hint?.hint).toMatch(/one pod on every eligible node/);
    expect(hint && unknownFieldFix(hint, path)).toEqual({ title: 'Remove replicas', edits: [{ do: 'remove', path }] });
  });

  it('finds the type behind lists', () => {
    const path = ['spec', 'template', 'spec', 'containers', 1, 'ports', 0, 'port'];
    const hint = unknownFieldHint(structure, 'apps.v1.Deployment', path);
    expect(hint && unknownFieldFix(hint, path).edits).toEqual([{ do: 'rename', path, to: 'containerPort' }]);
  });

  it('says nothing about other unknown fields', () => {
    expect(unknownFieldHint(structure, 'apps.v1.Deployment', ['spec', 'replica'])).toBeUndefined();
    expect(unknownFieldHint(structure, 'apps.v1.Deployment', ['nothing', 'like', 'it'])).toBeUndefined();
  });

  it.each(unknownFieldHints.map((hint) => [hint.id, hint] as const))('%s is about a field that does not exist', (_id, hint) => {
    const fields = structure.types[hint.type]?.properties;
    expect(fields).toBeDefined();
    expect(fields).not.toHaveProperty(hint.field);
    if (hint.renameTo !== undefined) expect(fields).toHaveProperty(hint.renameTo);
  });
});
