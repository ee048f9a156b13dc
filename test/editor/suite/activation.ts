import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { api, open, test } from './harness.ts';

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
