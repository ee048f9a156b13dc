/**
 * `npm run reference [-- name …]` records what Kubernetes itself answers, into test/reference/golden. It needs Go 1.26 or
 * newer and, the first time, the network. Without names it records everything.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mkdirSync } from 'node:fs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Each recorder is a Go program of its own; it prints the version of Kubernetes that it was built from. */
const recorders = {
  functions: { folder: 'functions', arguments: [here('golden/functions')], output: here('golden/functions') },
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(recorders);
for (const name of names) {
  const recorder = recorders[name];
  if (!recorder) fail(`there is no recorder "${name}"; there are: ${Object.keys(recorders).join(', ')}`);
  mkdirSync(recorder.output, { recursive: true });
  console.log(`recording ${name}`);
  // Controllers run without a time zone, and times that they read keep it.
  const run = spawnSync('go', ['run', '.', ...recorder.arguments], {
    cwd: here(recorder.folder),
    env: { ...process.env, TZ: '' },
    stdio: 'inherit',
  });
  if (run.error) fail(`cannot run go: ${run.error.message}`);
  if (run.status !== 0) fail(`recording ${name} failed`);
}

function fail(reason) {
  console.error(`reference: ${reason}`);
  process.exit(1);
}
