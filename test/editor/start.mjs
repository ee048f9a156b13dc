// `npm start [-- [--browser] [FOLDER]]`: sets up what is missing, builds, and opens VS Code with Drydock on the sample manifests.
import { spawn, spawnSync } from 'node:child_process';
import path from 'node:path';
import { build, ensureDependencies, root } from '../setup.mjs';

const wantsBrowser = process.argv.includes('--browser');
const folder = path.resolve(process.argv.slice(2).find((arg) => !arg.startsWith('--')) ?? path.join(root, 'test/samples'));
const dataDir = path.join(import.meta.dirname, '.data/start');

let stop = async () => undefined;
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0));
endWithParent();

ensureDependencies();
build();
stop = !wantsBrowser && desktopCode() ? startDesktop() : await startInBrowser();

async function end(code) {
  if (isStopping) return;
  isStopping = true;
  await stop();
  process.exit(code);
}

/** A parent that is killed passes nothing on. (That the shell is replaced by us, where it can be, is in package.json.) */
function endWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void end(0);
  }, 500).unref();
}

function desktopCode() {
  return spawnSync('code', ['--version'], { stdio: 'ignore', shell: process.platform === 'win32' }).status === 0;
}

function startDesktop() {
  const child = spawn(
    'code',
    [
      ...['--wait', '--new-window', '--disable-workspace-trust', '--skip-welcome'],
      ...['--user-data-dir', path.join(dataDir, 'desktop'), '--extensions-dir', path.join(dataDir, 'desktop-extensions')],
      `--extensionDevelopmentPath=${root}`,
      folder,
    ],
    { stdio: 'inherit', detached: process.platform !== 'win32', shell: process.platform === 'win32' },
  );
  const exited = new Promise((resolve) => child.once('exit', resolve));
  exited.then((code) => end(code ?? 0));
  console.log(`VS Code opens on ${folder}. Close the window or press Ctrl-C to stop.`);
  return async () => {
    if (child.exitCode !== null) return;
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGTERM');
    await exited;
  };
}

async function startInBrowser() {
  // After ensureDependencies, since packing needs them.
  const { ensureEditor } = await import('./install.mjs');
  const { ensureExtension } = await import('./extension.mjs');
  const { startServer } = await import('./server.mjs');
  try {
    const editor = ensureEditor({ chromium: false });
    ensureExtension(editor, dataDir);
    const server = await startServer(editor, { dataDir, port: 3737 });
    server.exited.then((code) => end(code ?? 0));
    console.log(`\nVS Code with Drydock:\n\n  ${server.url}/?folder=${encodeURI(folder)}\n\nCtrl-C stops it.`);
    return server.stop;
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}
