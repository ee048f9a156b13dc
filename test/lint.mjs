// `npm run lint`: types, rules, formatting, dependency arrows, unused code. Two at a time, every complaint shown.
import { spawn } from 'node:child_process';
import { ensureDependencies, root } from './setup.mjs';

ensureDependencies();

const types = [
  'server/tsconfig.json',
  'server/tsconfig.hosts.json',
  'client/tsconfig.json',
  'client/tsconfig.webview.json',
  'test/tsconfig.json',
];
const checks = [
  ['eslint', '--max-warnings=0', 'client', 'server'],
  ...types.map((project) => ['tsc', '-p', project]),
  ['biome', 'format'],
  ['depcruise', 'client', 'server', 'schemas', '--config', '.dependency-cruiser.cjs'],
  ['knip', '--no-progress'],
];

const failed = [];
const queue = [...checks];
await Promise.all([worker(), worker()]);
console.log(
  failed.length === 0
    ? `lint: ${checks.length} checks passed`
    : `lint: ${failed.length} of ${checks.length} checks failed: ${failed.join('; ')}`,
);
process.exit(failed.length === 0 ? 0 : 1);

async function worker() {
  for (let check = queue.shift(); check; check = queue.shift()) await run(check);
}

async function run(check) {
  const started = performance.now();
  const child = spawn('npx', ['--no-install', ...check], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, FORCE_COLOR: '0' },
  });
  let output = '';
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const name = check.join(' ');
  console.log(`${code === 0 ? '✔' : '✘'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (code === 0) return;
  failed.push(name);
  console.log(output.trimEnd());
}
