/**
 * `npm run reference [-- name …]` records what Kubernetes itself answers, into test/reference/golden. It needs Go 1.26 or
 * newer and, the first time, the network. Without names it records everything; `traces/NAME` records one scenario.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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

function recordFunctions() {
  mkdirSync(here('golden/functions'), { recursive: true });
  if (go('functions', ['run', '.', here('golden/functions')]) !== 0) fail('recording functions failed');
}

/**
 * Plays scenarios against a real control plane, three times each, and keeps what the runs have in common. Without a name:
 * those that were made to be recorded, and those of the other scenarios that have a recording.
 */
async function recordTraces(only) {
  const raw = mkdtempSync(path.join(tmpdir(), 'traces-raw-'));
  const chosen = ['scenarios', '../scenarios'].flatMap((folder) => scenariosIn(folder, only));
  if (chosen.length === 0) fail(`there is no scenario "${only}" to record`);
  const status = go('traces', ['run', '.', raw, ...chosen]);
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

function go(folder, args) {
  // Controllers run without a time zone, and times that they read keep it.
  const run = spawnSync('go', args, { cwd: here(folder), env: { ...process.env, TZ: '' }, stdio: 'inherit' });
  if (run.error) fail(`cannot run go: ${run.error.message}`);
  return run.status;
}

function fail(reason) {
  console.error(`reference: ${reason}`);
  process.exit(1);
}
