// `node test/editor/run-tests.mjs [host|eyes|start]`: runs the extension-host suite with @vscode/test-electron: in the desktop VS Code that VSCODE_EXECUTABLE names, else
// in the stand-in. Then what only eyes see, with Playwright.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { root } from '../setup.mjs';
import { runEyes } from './eyes.mjs';
import { runStartCheck } from './start-check.mjs';
import { output } from './workbench.mjs';

const here = import.meta.dirname;
const work = mkdtempSync(path.join(os.tmpdir(), 'drydock-suite-'));
const resultFile = path.join(work, 'result.json');

/** @returns {Promise<{ passes: number, failures: number }>} */
async function runHostSuite() {
  const suite = path.join(here, '.data/suite.cjs');
  mkdirSync(path.dirname(suite), { recursive: true });
  await esbuild.build({
    entryPoints: [path.join(here, 'suite/index.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    outfile: suite,
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const folder = path.join(work, 'manifests');
  cpSync(path.join(root, 'test/samples'), folder, { recursive: true });
  const executable = process.env.VSCODE_EXECUTABLE ?? path.join(here, 'code-shim.mjs');
  let code = 0;
  try {
    code = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      launchArgs: [folder],
      extensionTestsEnv: { TEST_RESULT_FILE: resultFile },
    });
  } catch (error) {
    code = 1;
    console.error(error.message);
  }
  // An extension host that dies reports success, so only a written result counts.
  const result = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : { passes: 0, failures: 0 };
  if (result.passes === 0 || (code !== 0 && result.failures === 0)) {
    console.error('The extension host ended without a complete result.');
    result.failures += 1;
  }
  return result;
}

const only = process.argv[2];
const none = { passes: 0, failures: 0 };
const wanted = (part) => only === undefined || only === part;
const host = wanted('host') ? await runHostSuite() : none;
const eyes = wanted('eyes') ? await runEyes() : none;
const start = wanted('start') ? await runStartCheck() : none;
rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
const passed = host.passes + eyes.passes + start.passes;
const failed = host.failures + eyes.failures + start.failures;
mkdirSync(output, { recursive: true });
// In the words of vitest's JSON, so that one reader counts both.
writeFileSync(path.join(output, 'editor.json'), JSON.stringify({ numPassedTests: passed, numFailedTests: failed }));
console.log(`editor: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
