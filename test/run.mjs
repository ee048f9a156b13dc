// `npm test`: sets up what is missing on a fresh machine, then runs everything and counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build, ensureDependencies, root } from './setup.mjs';

const output = path.join(root, 'test/output');

ensureDependencies();
mkdirSync(output, { recursive: true });
build();

const results = [
  counted(
    'core',
    ['npx', '--no-install', 'vitest', 'run', '--reporter=default', '--reporter=json', '--outputFile.json=test/output/core.json'],
    'core.json',
  ),
  whole('grammar', ['npm', 'run', '--silent', 'test:grammar']),
  counted('editor', [process.execPath, 'test/editor/run-tests.mjs'], 'editor.json'),
];

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log('');
for (const result of results) console.log(`${result.name}: ${result.passed} passed, ${result.failed} failed`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

/** A suite that writes its own counts, in the fields that vitest's JSON uses. One that ends without them has failed. */
function counted(name, command, file) {
  const target = path.join(output, file);
  rmSync(target, { force: true });
  const ok = run(command);
  const counts = existsSync(target) ? JSON.parse(readFileSync(target, 'utf8')) : { numPassedTests: 0, numFailedTests: 0 };
  // A file that cannot be loaded has no failed tests and still fails.
  const failures = counts.numFailedTests === 0 && !ok ? 1 : counts.numFailedTests;
  return { name, passed: counts.numPassedTests, failed: failures };
}

function whole(name, command) {
  const ok = run(command);
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

function run([command, ...args]) {
  return spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status === 0;
}
