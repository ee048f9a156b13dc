// Runs the extension-host suite with @vscode/test-electron: in the desktop VS Code that VSCODE_EXECUTABLE names, else
// in the stand-in. Then what only eyes see, with Playwright.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { cpSync } from 'node:fs';
import { root } from '../setup.mjs';

const here = import.meta.dirname;
const work = mkdtempSync(path.join(os.tmpdir(), 'drydock-suite-'));
const resultFile = path.join(work, 'result.json');

/** @returns {Promise<{ passes: number, failures: number }>} */
export async function runHostSuite() {
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

const result = await runHostSuite();
rmSync(work, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
console.log(`editor: ${result.passes} passed, ${result.failures} failed`);
process.exit(result.failures > 0 ? 1 : 0);
