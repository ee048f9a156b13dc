// Starts and stops the VS Code server, with folders of its own for settings and extensions. Node built-ins only.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nothing that phones home, moves by itself or hides a third of the window. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'update.mode': 'none',
};

function folders(dataDir) {
  return [
    ...['--server-data-dir', path.join(dataDir, 'server')],
    ...['--user-data-dir', path.join(dataDir, 'user')],
    ...['--extensions-dir', path.join(dataDir, 'extensions')],
  ];
}

/** Puts a packed extension into the folders that {@link startServer} will use. */
export function installExtension(editor, dataDir, vsix) {
  const args = [editor.serverMain, ...folders(dataDir), '--accept-server-license-terms', '--install-extension', vsix, '--force'];
  const result = spawnSync(editor.node, args, { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`Installing ${vsix} failed:\n${result.stdout}${result.stderr}`);
}

/**
 * @param {{ node: string, serverMain: string }} editor
 * @param {{ dataDir: string, port?: number, settings?: object, flags?: string[], env?: object }} options
 * @returns {Promise<{ url: string, authority: string, stop: () => Promise<void>, exited: Promise<number | null> }>}
 */
export async function startServer(editor, options) {
  const { dataDir } = options;
  mkdirSync(path.join(dataDir, 'user/User'), { recursive: true });
  const settings = { ...quietSettings, ...options.settings };
  writeFileSync(path.join(dataDir, 'user/User/settings.json'), JSON.stringify(settings, undefined, 2));
  const port = await freePort(options.port ?? 0);
  const log = openSync(path.join(dataDir, 'server.log'), 'w');
  const args = [
    ...['--require', path.join(import.meta.dirname, 'guard.cjs')],
    editor.serverMain,
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...folders(dataDir),
    ...['--without-connection-token', '--accept-server-license-terms', '--disable-telemetry', '--disable-workspace-trust'],
    ...(options.flags ?? []),
  ];
  // A process group of its own, so that stopping takes the extension hosts along.
  const child = spawn(editor.node, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...options.env },
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const signal = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {
      // Nobody is left.
    }
  };
  const stop = async () => {
    signal('SIGTERM');
    await Promise.race([exited, sleep(3000, undefined, { ref: false })]);
    // The server may leave before its extension hosts do.
    signal('SIGKILL');
    await exited;
  };
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) break;
    if (await answers(url)) return { url, authority: `127.0.0.1:${port}`, stop, exited };
    await sleep(50);
  }
  await stop();
  throw new Error(`VS Code did not start; see ${path.join(dataDir, 'server.log')}`);
}

function answers(url) {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

/** The wished port if it is free, else any. */
function freePort(wished) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', (error) => (wished ? freePort(0).then(resolve, reject) : reject(error)));
    probe.listen(wished, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
