// What a fresh clone needs before anything else runs. Node built-ins only.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';

export const root = path.dirname(import.meta.dirname);

/** Installs the npm dependencies when the lockfile is newer than what is installed. */
export function ensureDependencies() {
  const installed = path.join(root, 'node_modules/.package-lock.json');
  const lockfile = path.join(root, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  console.log('Installing dependencies …');
  runOrExit('npm', ['ci', '--no-audit', '--no-fund']);
}

export function build(...flags) {
  runOrExit(process.execPath, ['build.mjs', ...flags]);
}

/** Runs a command in the repository, shows what it prints, and ends this process when it fails. */
export function runOrExit(command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (result.status === 0) return;
  console.error(`\`${command} ${args.join(' ')}\` failed${result.error ? `: ${result.error.message}` : ''}`);
  process.exit(result.status ?? 1);
}
