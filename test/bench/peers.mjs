// What Drydock is compared with: installed on the first run, from a lockfile of its own.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

const folder = path.join(import.meta.dirname, 'peers');
const modules = path.join(folder, 'node_modules');
const stampFile = path.join(modules, '.drydock-stamp');

/** Installs the peers unless they are there. Returns why it could not, or undefined. */
export function installPeers(tell) {
  const lockfile = readFileSync(path.join(folder, 'package-lock.json'));
  const stamp = createHash('sha256').update(lockfile).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return undefined;
  tell('Installing yaml-language-server and webernetes (once) …');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const result = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (result.status !== 0) {
    const why = `${result.stderr ?? ''}`.trim().split('\n').slice(0, 4).join('\n') || result.error?.message;
    return `\`npm ${args.join(' ')}\` failed in ${folder}:\n${why}`;
  }
  writeFileSync(stampFile, stamp);
  return undefined;
}

export function yamlLanguageServer() {
  const root = path.join(modules, 'yaml-language-server');
  return { version: versionOf(root), main: path.join(root, 'bin/yaml-language-server'), debounceMs: debounceOf(root) };
}

/** Its modules import each other without file endings, which Node does not resolve: one bundle does. */
export async function bundleWebernetes(outfile) {
  const root = path.join(modules, '@ngrok/webernetes');
  await esbuild.build({
    entryPoints: [path.join(root, 'dist/index.js')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  return { version: versionOf(root), bundle: outfile };
}

function versionOf(root) {
  return JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;
}

/** How long the server waits after an edit before it looks, as its own source says; undefined when it no longer says so. */
function debounceOf(root) {
  const source = path.join(root, 'out/server/src/yamlSettings.js');
  const match = existsSync(source) ? /validationDelayMs = (\d+)/.exec(readFileSync(source, 'utf8')) : null;
  return match ? Number(match[1]) : undefined;
}
