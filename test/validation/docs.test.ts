import { describe, expect, it } from 'vitest';
import { documentRule, documentRules } from '../../server/src/validation/docs.ts';
import { rules, workspaceRules } from '../../server/src/validation/rules/index.ts';

const all = [...rules, ...workspaceRules];

describe('the data that a page is made of', () => {
  it.each(all.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(all.filter((other) => other.id === id)).toEqual([rule]);
    expect(rule.summary).toMatch(/^[A-Za-z'`].*\.$/);
    expect(new URL(rule.docs).host).toBe('kubernetes.io');
    for (const row of rule.covers) expect(row).toMatch(/^[A-Z]{2,4}-\d\d$/);
  });
});

describe('a page', () => {
  const rule = {
    id: 'probe-port',
    covers: ['PRB-03'],
    summary: 'A probe has a port.',
    docs: 'https://kubernetes.io/docs/x/',
    severity: 'error' as const,
    on: ['core.v1.Probe', 'core.v1.LifecycleHandler'],
  };

  it('says what the rule says, where it looks, what comes of it and how to silence it', () => {
    const page = documentRule(rule);
    expect(page.split('\n').slice(0, 8)).toEqual([
      '# probe-port',
      '',
      'A probe has a port.',
      '',
      '- **Severity**: error. The API server refuses the object.',
      '- **Looks at**: `core.v1.Probe`, `core.v1.LifecycleHandler`',
      '- **Kubernetes documentation**: <https://kubernetes.io/docs/x/>',
      '',
    ]);
    expect(page).toContain('\n# drydock-disable-next-line probe-port\n');
    expect(page).toContain('\n  probe-port: warning # or information, off\n');
    expect(documentRule({ ...rule, fix: () => undefined })).toContain('\n- **Quick fix**: where the repair is obvious\n');
  });

  it('leaves out what is not known', () => {
    const { docs: _, ...own } = { ...rule, on: [] };
    const page = documentRule(own);
    expect(page).not.toMatch(/Looks at|API server|documentation/);
    const { on: __, ...workspace } = rule;
    expect(documentRule(workspace)).toContain('all objects of the workspace');
  });

  it('lists the rules in order, with tables unbroken', () => {
    const page = documentRules([rule, { ...rule, id: 'env-name', summary: 'A | B.' }]);
    expect(page.split('\n').slice(4)).toEqual([
      '| [env-name](env-name.md) | error | A \\| B. |',
      '| [probe-port](probe-port.md) | error | A probe has a port. |',
      '',
    ]);
  });
});
