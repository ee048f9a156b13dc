import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../../server/src/hosts/cli/check.ts';
import { structureFiles } from '../../structures.ts';

const root = mkdtempSync(path.join(tmpdir(), 'drydock-against-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

interface Finding {
  readonly rule: string;
  readonly line: number;
  readonly message: string;
}

function against(old: string, next: string): { code: number; findings: readonly Finding[] } {
  const [before, after] = ['old.yaml', 'new.yaml'].map((name) => path.join(root, name)) as [string, string];
  writeFileSync(before, old);
  writeFileSync(after, next);
  let text = '';
  const out = (part: string): void => {
    text += part;
  };
  const options = { format: 'json', failOn: 'error', version: '1.2.3', against: before } as const;
  const code = check([after], options, structureFiles, { out, err: out });
  return { code, findings: (JSON.parse(text) as { findings: Finding[] }).findings };
}

const deployment = (app: string, replicas = 1): string => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: ${app}
  template:
    metadata: { labels: { app: ${app} } }
    spec: { containers: [{ name: web, image: "web:1" }] }
`;

describe('drydock check --against', () => {
  it('says which change is refused, where, and what it takes', () => {
    const { code, findings } = against(deployment('web'), deployment('shop'));
    expect(code).toBe(1);
    expect(findings).toEqual([expect.objectContaining({ rule: 'update-selector', line: 8 })]);
    const [first = '', second] = findings[0]?.message.split('\n') ?? [];
    expect(first).toBe('spec.selector: Invalid value: {"matchLabels":{"app":"shop"}}: field is immutable');
    expect(second).toContain('`kubectl delete deployment web`');
    expect(second).toContain('--cascade=orphan');
  });

  it('is content with changes that the API server takes', () => {
    expect(against(deployment('web'), deployment('web', 5))).toEqual({ code: 0, findings: [] });
  });

  it('tells objects apart by name and namespace', () => {
    const other = deployment('shop').replace('name: web }', 'name: web, namespace: other }');
    expect(against(deployment('web'), other).findings).toEqual([]);
    const same = deployment('shop').replace('name: web }', 'name: web, namespace: default }');
    expect(against(deployment('web'), same).findings).toHaveLength(1);
  });

  it('finds older objects in lists', () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${deployment('web').trim().replaceAll('\n', '\n  ')}\n`;
    expect(against(list, deployment('shop')).findings).toHaveLength(1);
  });

  // The server fills in the settings of RollingUpdate where no strategy is written.
  it('says what kubectl apply leaves behind', () => {
    const set = (strategy: string): string => `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
${strategy}  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "db:1" }] }
`;
    const findings = against(set(''), set('  updateStrategy: { type: OnDelete }\n')).findings.filter(({ rule }) =>
      rule.startsWith('update-'),
    );
    expect(findings).toEqual([expect.objectContaining({ rule: 'update-left-over', line: 7 })]);
    expect(findings[0]?.message).toContain("only allowed for updateStrategy 'RollingUpdate'");
  });
});
