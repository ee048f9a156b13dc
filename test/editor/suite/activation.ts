import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { api, open, test, until } from './harness.ts';

test('the server runs once a manifest is open', async () => {
  await open('web.yaml');
  const { cluster } = await api();
  assert.equal(cluster.state, 'running');
});

test('every command of the manifest is there', async () => {
  await api();
  const declared = (
    vscode.extensions.getExtension('drydock.drydock')?.packageJSON as { contributes: { commands: { command: string }[] } }
  ).contributes.commands;
  const registered = new Set(await vscode.commands.getCommands(true));
  const missing = declared.map((entry) => entry.command).filter((command) => !registered.has(command));
  assert.deepEqual(missing, []);
});

test('the server comes back after a restart', async () => {
  const { cluster } = await api();
  await vscode.commands.executeCommand('drydock.restartServer');
  await api();
  assert.ok((await cluster.tree({ groupBy: 'node' })).length > 0);
});

/** Processes of the language server among the extension host's children. */
const serverProcesses = () =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match?.[2] === String(process.pid) && match[3]?.includes('server.cjs'))
    .map((match) => Number(match?.[1]));

test('a server that is killed comes back by itself', async () => {
  const { cluster } = await api();
  const [victim] = serverProcesses();
  assert.ok(victim, 'the server is a child of the extension host');
  process.kill(victim, 'SIGKILL');
  await until('another server', () => serverProcesses().some((pid) => pid !== victim) || undefined);
  await until('its answer', () =>
    cluster.tree({ groupBy: 'node' }).then(
      (items) => items.length > 0 || undefined,
      () => undefined,
    ),
  );
});
