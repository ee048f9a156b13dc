/**
 * `npm run reference [-- name …]` records what Kubernetes itself answers, into test/reference/golden. It needs Go 1.26 or
 * newer and, the first time, the network. Without names it records everything; `traces/NAME` records one scenario,
 * `functions/NAME` one file of answers.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { clockOverlay } from './clock.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Each recorder is a Go program of its own; it prints the version of Kubernetes that it was built from. */
const recorders = { functions: recordFunctions, traces: recordTraces };

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(recorders);
for (const name of names) {
  const [recorder, only] = name.split('/');
  if (!recorders[recorder]) fail(`there is no recorder "${name}"; there are: ${Object.keys(recorders).join(', ')}`);
  console.log(`recording ${name}`);
  await recorders[recorder](only);
}

function recordFunctions(only) {
  mkdirSync(here('golden/functions'), { recursive: true });
  const modules = withAdditions('functions');
  const chosen = only === undefined ? [] : ['-only', only];
  if (go('functions', ['run', `-modfile=${modules}`, '.', ...chosen, here('golden/functions')]) !== 0) {
    fail('recording functions failed');
  }
}

/**
 * Functions that Kubernetes does not export are reached from files of ours that stand in its packages: in a copy, since Go
 * lets nobody add to its module cache. Returns the go.mod with which a recorder is built from that copy.
 */
function withAdditions(folder) {
  const source = go(folder, ['mod', 'download', '-json', 'k8s.io/kubernetes'], 'pipe');
  const { Dir: original } = JSON.parse(source);
  const copy = here('../output/kubernetes');
  rmSync(copy, { recursive: true, force: true });
  const isWanted = (file) => !file.endsWith('_test.go') && path.basename(file) !== 'testdata';
  for (const part of ['go.mod', 'pkg', 'cmd', 'plugin', 'third_party', 'test/utils']) {
    cpSync(path.join(original, part), path.join(copy, part), { recursive: true, filter: isWanted });
  }
  makeWritable(copy);
  cpSync(here(`${folder}/_added`), copy, { recursive: true });
  const modules = here(`../output/${folder}.mod`);
  copyFileSync(here(`${folder}/go.mod`), modules);
  copyFileSync(here(`${folder}/go.sum`), modules.replace(/mod$/, 'sum'));
  if (go(folder, ['mod', 'edit', `-replace=k8s.io/kubernetes=${copy}`, modules]) !== 0) fail('cannot use the copy');
  return modules;
}

/** Files of the module cache are read-only. */
function makeWritable(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) chmodSync(path.join(entry.parentPath, entry.name), 0o755);
  }
}

/**
 * Plays scenarios against a real control plane, three times each, and keeps what the runs have in common. Without a name:
 * those that were made to be recorded, and those of the other scenarios that have a recording.
 */
async function recordTraces(only) {
  const raw = mkdtempSync(path.join(tmpdir(), 'traces-raw-'));
  const chosen = ['scenarios', '../scenarios'].flatMap((folder) => scenariosIn(folder, only));
  if (chosen.length === 0) fail(`there is no scenario "${only}" to record`);
  const overlay = clockOverlay(path.join(raw, 'clock'));
  const status = go('traces', ['run', '-overlay', overlay, '.', raw, ...chosen]);
  await reduce(raw);
  rmSync(raw, { recursive: true });
  if (status !== 0) fail('not everything could be recorded; the recordings of the rest are new');
}

function scenariosIn(folder, only) {
  const isWanted = (name) =>
    only === undefined ? folder === 'scenarios' || existsSync(here(`golden/traces/${name}.json`)) : name === only;
  return readdirSync(here(folder))
    .filter((file) => file.endsWith('.yaml') && isWanted(path.basename(file, '.yaml')))
    .map((file) => path.join(here(folder), file));
}

async function reduce(raw) {
  const esbuild = await import('esbuild');
  const outfile = here('../output/trace-reduce.mjs');
  await esbuild.build({
    entryPoints: [here('trace-reduce.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    target: 'node20',
    logLevel: 'error',
  });
  const { reduceTraces } = await import(pathToFileURL(outfile).href);
  reduceTraces(raw, here('golden/traces'), [here('scenarios'), here('../scenarios')]);
}

/** The status, or with `pipe` what is printed. */
function go(folder, args, output = 'inherit') {
  // Controllers run without a time zone, and times that they read keep it.
  const stdio = ['inherit', output, 'inherit'];
  const run = spawnSync('go', args, { cwd: here(folder), env: { ...process.env, TZ: '' }, stdio, encoding: 'utf8' });
  if (run.error) fail(`cannot run go: ${run.error.message}`);
  return output === 'pipe' ? run.stdout : run.status;
}

function fail(reason) {
  console.error(`reference: ${reason}`);
  process.exit(1);
}
