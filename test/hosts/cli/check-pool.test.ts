import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { check } from '../../../server/src/hosts/cli/check.ts';
import { StructureFiles } from '../../../server/src/hosts/structure-file.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const schemas = path.join(root, 'schemas');
let folder: string;

/** Enough files for more than one thread, one in three with a mistake. */
function writeManifests(): void {
  mkdirSync(path.join(folder, 'manifests'));
  for (let index = 0; index < 150; index += 1) {
    const note = `    note: '${'x'.repeat(10_000)}'`;
    const replicas = index % 3 === 0 ? '-1' : '1';
    const text = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-${index}
  annotations:
${note}
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web-${index} } }
  template:
    metadata: { labels: { app: web-${index} } }
    spec: { containers: [{ name: web, image: web }] }
`;
    writeFileSync(path.join(folder, 'manifests', `web-${index}.yaml`), text);
  }
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'drydock-pool-'));
  writeManifests();
  await build({
    absWorkingDir: root,
    entryPoints: ['server/src/hosts/cli/main.ts'],
    outfile: path.join(folder, 'cli.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    define: { 'import.meta.dirname': '__dirname', DRYDOCK_VERSION: '"0.0.0"' },
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  cpSync(schemas, path.join(folder, 'schemas'), { recursive: true, filter: (from) => !/generator|go-types/.test(from) });
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('finds in many threads what it finds in one, in the same order', () => {
  const manifests = path.join(folder, 'manifests');
  const pooled = printed(() =>
    execFileSync(process.execPath, [path.join(folder, 'cli.cjs'), 'check', manifests, '--format', 'json'], { encoding: 'utf8' }),
  );
  let alone = '';
  // Here no thread can start, for no bundle lies beside the sources.
  const code = check([manifests], { format: 'json', failOn: 'error', version: '0.0.0' }, new StructureFiles(schemas), {
    out: (text) => (alone += text),
    err: () => undefined,
  });
  expect(code).toBe(1);
  expect(JSON.parse(pooled)).toEqual(JSON.parse(alone));
  expect((JSON.parse(pooled) as { findings: unknown[] }).findings).toHaveLength(50);
}, 60_000);

/** A command that finds errors ends with 1. */
function printed(run: () => string): string {
  try {
    return run();
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
