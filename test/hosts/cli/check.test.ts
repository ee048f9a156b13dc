import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';
import type { Log } from 'sarif';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { check, type CheckOptions } from '../../../server/src/hosts/cli/check.ts';
import { explain } from '../../../server/src/hosts/cli/explain.ts';
import { allStructures, structureFiles } from '../../structures.ts';

const root = mkdtempSync(path.join(tmpdir(), 'drydock-check-'));
const home = process.cwd();
afterEach(() => {
  process.chdir(home);
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** A pod whose only fault is its restart policy, at line 5, columns 18 to 24. */
const wrong = `apiVersion: v1
kind: Pod
metadata: { name: wrong }
spec:
  restartPolicy: Seldom
  containers: [{ name: app, image: "app:1" }]
`;
/** A pod of which the API server only warns, at line 5. */
const warned = `apiVersion: v1
kind: Pod
metadata: { name: warned }
spec:
  containers: [{ name: app, image: "app:1", resources: { requests: { memory: 100m } } }]
`;

function run(
  files: Readonly<Record<string, string>>,
  options: Partial<CheckOptions> & { readonly paths?: readonly string[]; readonly in?: string } = {},
): { code: number; out: string; err: string } {
  const folder = mkdtempSync(path.join(root, 'run-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  process.chdir(path.join(folder, options.in ?? ''));
  let [out, err] = ['', ''];
  const code = check(options.paths ?? ['.'], { format: 'text', failOn: 'error', version: '1.2.3', ...options }, structureFiles, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
  return { code, out: out.replaceAll(/\u001b\[\d+m/g, ''), err };
}

describe('drydock check', () => {
  it('says where, how severe, what and by which rule', () => {
    const { out, code } = run({ 'a.yaml': wrong });
    expect(out).toContain('a.yaml:5:18 error spec.restartPolicy: Unsupported value: "Seldom"');
    expect(out).toContain('[pod-restart-policy]');
    expect(out).toMatch(/\n1 documents: 1 errors, 0 warnings$/);
    expect(code).toBe(1);
  });

  it.each([
    ['never', wrong, 0],
    ['error', warned, 0],
    ['warning', warned, 1],
    ['information', warned, 1],
    ['error', wrong, 1],
  ] as const)('fails on %s', (failOn, text, expected) => {
    expect(run({ 'a.yaml': text }, { failOn }).code).toBe(expected);
  });

  it('takes globs, and says when nothing matches', () => {
    const files = { 'a/x.yaml': wrong, 'a/b/y.yaml': wrong, 'c/z.yaml': wrong, 'c/node_modules/z.yaml': wrong };
    expect(run(files, { paths: ['a/**/*.yaml'] }).out).toContain('2 documents');
    expect(run(files, { paths: ['*/*.yaml'] }).out).toContain('2 documents');
    expect(run(files, { paths: ['a/**/*.yaml', 'a'] }).out).toContain('2 documents');
    expect(run(files, { paths: ['./{a,c}/[xz].yaml'] }).out).toContain('2 documents');
    expect(() => run(files, { paths: ['b/*.yaml'] })).toThrow('b/*.yaml: no file matches');
    expect(() => run(files, { paths: ['b.yaml'] })).toThrow('b.yaml: no such file or folder');
  });

  it('obeys comments for a file, and points out those that silence nothing', () => {
    expect(run({ 'a.yaml': `# drydock-disable-file pod-restart-policy -- it is a sample\n${wrong}` }).out).toMatch(
      /^1 documents: 0 errors/,
    );
    expect(run({ 'a.yaml': `${wrong}---\n# drydock-disable-file\n${warned}` }).out).toMatch(/^2 documents: 0 errors, 0 warn/);
    const { out } = run({ 'a.yaml': `# drydock-disable-file pod-restart-polcy, env-name\n${wrong}` });
    expect(out).toContain('a.yaml:1:24 warning there is no rule "pod-restart-polcy" [unknown-rule]');
    expect(out).toContain('1 errors, 1 warnings');
  });
});

describe('the configuration', () => {
  const config = (text: string): Record<string, string> => ({ '.drydock.yaml': text, 'sub/a.yaml': wrong, 'b.yaml': warned });

  it('is found upwards, and its paths are relative to its folder', () => {
    expect(run(config('ignore: [sub/]')).out).toMatch(/^b.yaml:5.*\n1 documents/);
    expect(run(config('ignore: ["*.yaml"]'), { in: 'sub' }).out).toMatch(/^0 documents/);
    expect(run(config('ignore: ["/b.yaml"]')).out).toMatch(/^sub\/a.yaml:5.*\n1 documents/);
    expect(run(config('ignore: [{ rule: pod-restart-policy, paths: ["s*"] }]')).out).toContain(
      '2 documents: 0 errors, 1 warnings',
    );
    expect(run(config('ignore: [{ rule: pod-restart-policy, paths: ["b*"] }]')).out).toContain(
      '2 documents: 1 errors, 1 warnings',
    );
  });

  it('changes severities', () => {
    const { out, code } = run(config('severities: { pod-restart-policy: information, warning-fractional-bytes: error }'));
    expect(out).toContain('b.yaml:5:78 error');
    expect(out).toContain('sub/a.yaml:5:18 information');
    expect(code).toBe(1);
    expect(run(config('severities: { pod-restart-policy: off }')).code).toBe(0);
  });

  it('may be another file', () => {
    const files = { ...config('ignore: ["*"]'), 'ci.yaml': 'severities: { pod-restart-policy: warning }' };
    expect(run(files, { config: 'ci.yaml', paths: ['sub'] }).out).toContain('1 documents: 0 errors, 1 warnings');
    expect(() => run(files, { config: 'none.yaml' })).toThrow('none.yaml: no such file');
  });

  it('is refused with its mistakes, and warned of where a rule does not exist', () => {
    expect(() => run(config('severity: {}\nignore: x'))).toThrow(
      /\.drydock\.yaml:1: unknown key "severity".*\n.*\.drydock\.yaml:2: expected a list/,
    );
    expect(run(config('severities: { nothing-such: off }')).err).toBe('.drydock.yaml:1: there is no rule "nothing-such"');
  });
});

describe('a cluster', () => {
  it('tells of pods that none of its nodes could take, and of nothing else', () => {
    const cluster = `apiVersion: drydock.dev/v1alpha1
kind: Cluster
spec:
  nodes:
    - { name: big, labels: { disk: ssd }, count: 2 }
    - { name: odd, taints: [{ key: odd, effect: NoSchedule }], labels: { disk: odd } }
`;
    const asking = (disk: string): string => `apiVersion: v1
kind: Pod
metadata: { name: ${disk} }
spec:
  nodeSelector: { disk: ${disk} }
  containers: [{ name: app, image: "app:1" }]
`;
    const files = { 'pods.yaml': ['ssd', 'odd', 'tape'].map(asking).join('---\n'), 'nodes/c.yaml': cluster };
    const { out } = run(files, { paths: ['pods.yaml'], cluster: 'nodes/c.yaml' });
    expect(out.split('\n')).toEqual([
      expect.stringMatching(
        /^pods\.yaml:11:1 warning all nodes that match have taints .*\(odd:NoSchedule\).*\[reference-node\]$/,
      ),
      expect.stringMatching(/^pods\.yaml:19:17 warning none of the 3 nodes has the labels/),
      '3 documents: 0 errors, 2 warnings',
    ]);
    expect(run(files, { paths: ['pods.yaml'] }).out).toBe('3 documents: 0 errors, 0 warnings');
    expect(() => run(files, { cluster: 'pods.yaml' })).toThrow('pods.yaml: this is no cluster file');
  });
});

describe('rendered charts', () => {
  const rendered = `---\n# Source: shop/templates/web.yaml\n${wrong}---\n# Source: shop/templates/db.yaml\n${warned}`;

  it('go by their templates', () => {
    const { out } = run({ 'all.yaml': rendered });
    expect(out).toMatch(/all\.yaml:7:18 error .*\[pod-restart-policy\] shop\/templates\/web\.yaml\n/);
    expect(out).toMatch(/all\.yaml:15:78 warning .* shop\/templates\/db\.yaml\n/);
  });
});

describe('formats', () => {
  const files = { 'deep er/a.yaml': `${wrong}---\n${warned}`, 'b.yaml': warned.replace('name: warned', 'name: other') };

  it('JSON', () => {
    const { findings, ...rest } = JSON.parse(run(files, { format: 'json' }).out) as { findings: Record<string, unknown>[] };
    expect(rest).toEqual({ kubernetesVersion: allStructures.kubernetesVersion, documents: 3 });
    expect(findings.find(({ severity }) => severity === 'error')).toMatchObject({
      path: 'deep er/a.yaml',
      line: 5,
      column: 18,
      endLine: 5,
      endColumn: 24,
      rule: 'pod-restart-policy',
      field: 'spec.restartPolicy',
      object: 'Pod/wrong',
    });
  });

  it('SARIF that the published schema takes', () => {
    const log = JSON.parse(run(files, { format: 'sarif' }).out) as Log;
    const { $schema: _, id: __, ...schema } = sarifSchema as Record<string, unknown>;
    const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true });
    const validate = ajv.compile(schema);
    validate(log);
    expect(validate.errors).toBeNull();
    expect(validate({ ...log, version: '2.0.0' })).toBe(false);

    const run1 = log.runs[0];
    const rules = run1?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(['pod-restart-policy', 'warning-fractional-bytes']);
    expect(rules[0]?.helpUri).toMatch(/^https:\/\/kubernetes\.io\//);
    expect(rules[0]?.help?.markdown).toContain('# pod-restart-policy');
    expect(run1?.results).toHaveLength(3);
    const error = run1?.results?.find(({ level }) => level === 'error');
    expect(error?.locations?.[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: 'deep%20er/a.yaml' },
        region: { startLine: 5, startColumn: 18, endLine: 5, endColumn: 24 },
      },
      logicalLocations: [{ fullyQualifiedName: 'Pod/wrong spec.restartPolicy' }],
    });
    expect(rules[error?.ruleIndex ?? -1]?.id).toBe('pod-restart-policy');
  });

  it('SARIF without findings is valid too', () => {
    const log = JSON.parse(run({}, { format: 'sarif' }).out) as Log;
    expect(log.runs[0]?.results).toEqual([]);
  });

  it('JUnit: a suite for each file, a case for each document', () => {
    const { out } = run(files, { format: 'junit' });
    expect(out.match(/<testsuite /g)).toHaveLength(2);
    expect(out.match(/<testcase /g)).toHaveLength(3);
    expect(out.match(/<failure /g)).toHaveLength(1);
    expect(out).toContain('<testsuites name="drydock check" tests="3" failures="1" errors="0" time="0">');
    expect(out).toContain('message="spec.restartPolicy: Unsupported value: &quot;Seldom&quot;');
    expect(run(files, { format: 'junit', failOn: 'warning' }).out.match(/<failure /g)).toHaveLength(3);
  });

  it('GitHub: workflow commands, escaped', () => {
    const { out } = run(files, { format: 'github' });
    const lines = out.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines.find((line) => line.startsWith('::error'))).toMatch(
      /^::error file=deep er\/a\.yaml,line=5,endLine=5,col=18,endColumn=24,title=pod-restart-policy::spec\.restartPolicy: Unsupported value/,
    );
    const odd = run({ 'a,b:c.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: x%y}\nspec: {}\n' }, { format: 'github' });
    expect(odd.out).toContain('file=a%2Cb%3Ac.yaml,');
    expect(odd.out).toContain('"x%25y"');
  });
});

describe('drydock explain', () => {
  it('shows a page, or the list', () => {
    expect(explain('pod-restart-policy')).toContain('# drydock-disable-next-line pod-restart-policy');
    expect(explain(undefined)).toMatch(/^unknown-field +error +The field does not exist/m);
  });

  it('refuses what is no rule, with those that are like it', () => {
    expect(() => explain('pod-restart')).toThrow(/there is no rule "pod-restart"; like it are pod-restart-policy/);
    expect(() => explain('zzz')).toThrow(/^there is no rule "zzz"$/);
  });
});
