import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { rehearse, type RehearseOptions } from '../../../server/src/hosts/cli/rehearse.ts';
import { allStructures } from '../../structures.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'drydock-rehearse-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function scenario(name: string, spec: string): string {
  return `apiVersion: drydock.dev/v1alpha1\nkind: Scenario\nmetadata: { name: ${name} }\nspec:\n${spec}`;
}

const passing = scenario('good', '  steps: [{ advance: 1s }]\n  atEnd: [{ count: { kind: Pod }, is: 0 }]\n');
const failing = scenario(
  'bad',
  '  steps: [{ advance: 1s }]\n  atEnd:\n    - { of: node/worker-1, field: metadata.name, is: "<a & b>" }\n',
);
const broken = scenario('broken', '  steps: [{ advance: soon }]\n');

function run(files: Readonly<Record<string, string>>, options: Partial<RehearseOptions> = {}): { code: number; out: string } {
  const here = mkdtempSync(path.join(folder, 'run-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(here, name), text);
  let out = '';
  const say = (text: string): void => {
    out += text;
  };
  const code = rehearse([here], { format: 'text', seed: 1, ...options }, allStructures, { out: say, err: say });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
  return { code, out: out.replaceAll(here, '').replaceAll(/\u001b\[\d+m/g, '') };
}

describe('drydock rehearse', () => {
  it('ends with 0 when all pass, 1 when one fails, 2 when one cannot be run', () => {
    expect(run({ 'a.yaml': passing }).code).toBe(0);
    expect(run({ 'a.yaml': passing, 'b.yaml': failing }).code).toBe(1);
    expect(run({ 'a.yaml': passing, 'b.yaml': failing, 'c.yaml': broken }).code).toBe(2);
    expect(() => run({ 'a.yaml': 'kind: Pod\napiVersion: v1\n' })).toThrow('no scenarios found');
  });

  it('says where, when, what and what instead', () => {
    const { out } = run({ 'b.yaml': failing, 'c.yaml': broken });
    expect(out).toContain('/b.yaml:7 at 1.0 s, node/worker-1 metadata.name is <a & b>\n    found: worker-1');
    expect(out).toContain('/c.yaml:5 write a duration such as 30s, 5m or 1h30m');
    expect(out).toContain('2 scenarios: 0 passed, 1 failed, 1 could not be run');
  });

  it('runs every scenario of a file, and files beside it', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: { name: one }\nspec: { containers: [{ name: app, image: "a:1" }] }\n';
    const applying = scenario(
      'apply',
      '  steps: [{ applyFile: pod.yaml }, { settle: 1h }]\n  atEnd: [{ placement: pod/one, exists: true }]\n',
    );
    const { out, code } = run({ 'two.yaml': `${passing}---\n${applying}`, 'pod.yaml': pod });
    expect(out).toContain('2 scenarios: 2 passed');
    expect(code).toBe(0);
  });

  it('reads the cluster of those that describe none', () => {
    const cluster = 'apiVersion: drydock.dev/v1alpha1\nkind: Cluster\nspec: { nodes: [{ name: only }] }\n';
    const file = path.join(folder, 'cluster.yaml');
    writeFileSync(file, cluster);
    const asking = scenario('nodes', '  steps: [{ advance: 1s }]\n  atEnd: [{ names: { kind: Node }, are: [only] }]\n');
    expect(run({ 'a.yaml': asking }, { cluster: file }).code).toBe(0);
  });

  it('prints JSON', () => {
    const { out } = run({ 'a.yaml': passing, 'b.yaml': failing }, { format: 'json' });
    expect(JSON.parse(out)).toMatchObject({
      seed: 1,
      passed: false,
      scenarios: [
        { path: '/a.yaml', line: 1, name: 'good', passed: true, failures: [], problems: [] },
        { path: '/b.yaml', name: 'bad', passed: false, failures: [{ line: 7, at: 1, found: 'worker-1' }] },
      ],
    });
  });

  it('prints JUnit XML', () => {
    const { out } = run({ 'a.yaml': passing, 'b.yaml': failing, 'c.yaml': broken }, { format: 'junit' });
    expect(out).toContain('<testsuites name="drydock rehearse" tests="3" failures="1" errors="1" time="2.000">');
    expect(out).toContain('<testcase name="good" classname="/a.yaml" file="/a.yaml" line="1" time="1.000"></testcase>');
    expect(out).toContain('<failure message="node/worker-1 metadata.name is &lt;a &amp; b&gt;; found: worker-1">');
    expect(out).toContain('<error message="write a duration such as 30s, 5m or 1h30m">/c.yaml:5</error>');
    const open: string[] = [];
    for (const [, close, name] of out.matchAll(/<(\/?)([a-z]+)[^>]*>/g)) {
      if (close === '') open.push(name ?? '');
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });
});
