#!/usr/bin/env node
// A stand-in for the desktop `code` binary: takes the flags that @vscode/test-electron passes, opens the workbench of
// the VS Code server in headless Chromium, and exits with the suite's code.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureEditor } from './install.mjs';
import { startServer } from './server.mjs';
import { launchBrowser } from './workbench.mjs';

const timeout = Number(process.env.EDITOR_TIMEOUT_MS ?? 180_000);
const noise = /gallery|open-vsx|marketplace|^\[reconnection|service worker|webgl/i;

const flag = (name) => process.argv.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));
const folder = process.argv.slice(2).find((arg) => !arg.startsWith('--')) ?? process.cwd();

const editor = ensureEditor({ chromium: true });
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'drydock-editor-'));
// Without the smoke test driver this VS Code ignores the test payload.
const server = await startServer(editor, { dataDir, flags: ['--enable-smoke-test-driver'] });
const browser = await launchBrowser(editor);
let code = 1;
try {
  code = await runSuite();
} finally {
  await browser.close();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
process.exit(code);

async function runSuite() {
  const page = await browser.newPage();
  let end;
  const ended = new Promise((resolve) => {
    end = resolve;
  });
  await page.exposeFunction('codeAutomationLog', (type, args) => {
    const text = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
    if (['log', 'info', 'warn', 'error'].includes(type) && !noise.test(text)) console.log(text);
  });
  await page.exposeFunction('codeAutomationExit', end);
  const timer = setTimeout(() => {
    console.error(`The suite did not end within ${timeout / 1000} s.`);
    end(124);
  }, timeout);
  const remote = `vscode-remote://${server.authority}`;
  const payload = [
    ...flag('extensionDevelopmentPath').map((value) => ['extensionDevelopmentPath', remote + value]),
    ['extensionTestsPath', remote + flag('extensionTestsPath')[0]],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  await page.goto(`${server.url}/?folder=${encodeURI(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`);
  const result = await ended;
  clearTimeout(timer);
  return result;
}
