#!/usr/bin/env node
// `drydock` from a clone, for hooks and CI: builds the command line when it is not there yet, then runs it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const bundle = path.join(root, 'dist/cli.cjs');

if (!existsSync(bundle)) {
  const isWindows = process.platform === 'win32';
  if (!existsSync(path.join(root, 'node_modules/esbuild'))) {
    runQuietly(isWindows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund'], isWindows);
  }
  runQuietly(process.execPath, ['build.mjs', '--production'], false);
}

const { status } = spawnSync(process.execPath, [bundle, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 2;

/** What is printed on the way must not mix with what the command prints. */
function runQuietly(command, args, shell) {
  const result = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', shell });
  if (result.status === 0) return;
  process.stderr.write(`drydock: ${[command, ...args].join(' ')} failed\n${result.stdout}${result.stderr}`);
  process.exit(2);
}
