import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string): unknown => parse(readFileSync(path.join(root, file), 'utf8'));

/** A clone that is built already, whose command line tells what it was called with and fails. */
const clone = mkdtempSync(path.join(tmpdir(), 'drydock-ci-'));
mkdirSync(path.join(clone, 'dist'));
cpSync(path.join(root, 'server/drydock.mjs'), path.join(clone, 'server/drydock.mjs'));
writeFileSync(
  path.join(clone, 'dist/cli.cjs'),
  'console.log(JSON.stringify(process.argv.slice(2)));process.exitCode = process.argv.includes("never") ? 0 : 1;',
);
afterAll(() => {
  rmSync(clone, { recursive: true });
});

const calls = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);

describe('the GitHub Action', () => {
  interface Action {
    readonly inputs: Readonly<Record<string, { readonly default: string }>>;
    readonly runs: { readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[] };
  }
  const action = read('action.yml') as Action;

  function runAction(inputs: Readonly<Record<string, string>>): { status: number | null; out: string; calls: string[][] } {
    const step = action.runs.steps.find(({ run }) => run !== undefined);
    const valueOf = (expression: string): string => {
      const [, context, name = ''] = /^\$\{\{ (github|inputs)\.([\w-]+) \}\}$/.exec(expression) ?? [];
      return context === 'github' ? clone : (inputs[name] ?? action.inputs[name]?.default ?? 'no such input');
    };
    const env = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, text]) => [name, valueOf(text)]));
    const { status, stdout } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? ''], {
      cwd: clone,
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
    });
    return { status, out: stdout, calls: stdout === '' ? [] : calls(stdout) };
  }

  it('checks everything by default and fails with the command', () => {
    const { status, calls: made } = runAction({});
    expect(made).toEqual([['check', '--format', 'github', '--fail-on', 'error', '--', '.']]);
    expect(status).toBe(1);
  });

  it('writes SARIF too, and fails only with what it shows', () => {
    const { calls: made } = runAction({ 'sarif-file': 'out.sarif' });
    expect(made).toEqual([['check', '--format', 'github', '--fail-on', 'error', '--', '.']]);
    const written = calls(readFileSync(path.join(clone, 'out.sarif'), 'utf8'));
    expect(written).toEqual([['check', '--format', 'sarif', '--fail-on', 'never', '--', '.']]);
  });

  it('passes on paths with blanks, and the configuration', () => {
    const { calls: made } = runAction({
      paths: 'a b/\n\n*.yaml\n',
      config: 'ci config.yaml',
      'kubernetes-version': '1.36',
      'fail-on': 'warning',
    });
    const options = ['--config', 'ci config.yaml', '--kubernetes-version', '1.36', '--format', 'github', '--fail-on', 'warning'];
    expect(made).toEqual([['check', ...options, '--', 'a b/', '*.yaml']]);
  });
});

describe('the pre-commit hook', () => {
  it('is a command that runs in a clone', () => {
    const [hook] = read('.pre-commit-hooks.yaml') as { entry: string; args: string[]; language: string }[];
    const [file = '', ...args] = hook?.entry.split(' ') ?? [];
    expect(hook?.language).toBe('script');
    expect(statSync(path.join(root, file)).mode & 0o111).not.toBe(0);
    const { stdout, status } = spawnSync(path.join(clone, file), [...args, ...(hook?.args ?? [])], { encoding: 'utf8' });
    expect(calls(stdout)).toEqual([['check', '.']]);
    expect(status).toBe(1);
  });
});
