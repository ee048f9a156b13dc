// What goes wrong around a simulation, and what must stay right then.
import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { api, edit, name, open, openText, pods, reset, rows, sample, simulate, test, until, write } from './harness.ts';

test('a folder is simulated as a whole, and files beside each other too', async () => {
  await reset();
  const folder = sample('both');
  try {
    for (const file of ['shop-v1.yaml', 'web.yaml'])
      await vscode.workspace.fs.copy(sample(file), vscode.Uri.joinPath(folder, file), { overwrite: true });
    const whole = await simulate('both');
    assert.deepEqual(
      whole.applied.map(({ kind, name: object }) => `${kind} ${object}`),
      ['Deployment shop', 'Deployment web', 'Service web'],
    );
  } finally {
    await vscode.workspace.fs.delete(folder, { recursive: true });
  }
  await reset();
  await vscode.commands.executeCommand('drydock.simulateApply', sample('web.yaml'), [
    sample('web.yaml'),
    sample('database.yaml'),
  ]);
  assert.equal((await pods('postgres-')).length, 3);
  assert.equal((await pods('web-')).length, 4);
});

test('a code lens simulates its own document alone', async () => {
  await reset();
  const { document } = await open('stuck.yaml');
  const lenses = await until('two lenses', async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
    return found.length === 2 ? found : undefined;
  });
  const { command, arguments: given = [] } = lenses[1]?.command ?? { command: '' };
  await vscode.commands.executeCommand(command, ...(given as unknown[]));
  assert.equal((await pods('too-big')).length, 1);
  assert.equal((await pods('misspelt')).length, 0);
});

test('an unsaved edit is what is simulated', async () => {
  await reset();
  const { document } = await open('web.yaml');
  const before = document.getText();
  try {
    await edit(document, 'replicas: 4', 'replicas: 2');
    await simulate('web.yaml');
    assert.equal((await pods('web-')).length, 2);
  } finally {
    await write(document, before);
    await document.save();
  }
});

test('the nodes of drydock.cluster.yaml are those that pods run on, and none means that none runs', async () => {
  const { cluster } = await api();
  const { document } = await open('drydock.cluster.yaml');
  const before = document.getText();
  const nodes = async () => (await rows()).filter(({ object }) => object?.kind === 'Node').map(({ label }) => label);
  try {
    await write(
      document,
      'apiVersion: drydock.dev/v1alpha1\nkind: Cluster\nspec:\n  nodes:\n    - name: only\n      zone: here\n',
    );
    await until('one node', async () => (await nodes()).join() === 'only' || undefined);
    await simulate('web.yaml');
    const [only] = (await rows()).filter(({ label }) => label === 'only');
    assert.equal(only?.children.filter(({ label }) => label.startsWith('web-')).length, 4);
    await write(document, 'apiVersion: drydock.dev/v1alpha1\nkind: Cluster\nspec:\n  nodes: []\n');
    await until('no node', async () => (await nodes()).length === 0 || undefined);
    const { outcome } = await simulate('web.yaml');
    assert.deepEqual(
      outcome.filter(({ kind }) => kind === 'Deployment').map(({ state }) => state),
      ['stuck'],
    );
    const timeline = await cluster.timeline();
    assert.ok(
      timeline?.events.some(({ reason, message }) => reason === 'FailedScheduling' && /no nodes available/.test(message)),
    );
  } finally {
    await write(document, before);
    await document.save();
    await until('the cluster of before', async () => (await nodes()).length === 4 || undefined);
  }
});

test('what is typed while a simulation runs is answered, and the run is that of the text before', async () => {
  await reset();
  const { cluster } = await api();
  const web = (await vscode.workspace.openTextDocument(sample('web.yaml'))).getText();
  const { document } = await openText(web.replace('replicas: 4', 'replicas: 300'));
  const none = new vscode.CancellationTokenSource().token;
  const running = cluster.simulate({ uris: [document.uri.toString()] }, none, () => undefined);
  await edit(document, 'replicas: 300', 'replicas: -3');
  await until('the diagnostic', () => vscode.languages.getDiagnostics(document.uri).length > 0 || undefined);
  const result = await running;
  assert.equal(result.applied[0]?.result, 'created');
  assert.equal((await pods('web-')).length, 300);
});

test('a long run tells its progress', async () => {
  await reset();
  const { cluster } = await api();
  const web = (await vscode.workspace.openTextDocument(sample('web.yaml'))).getText();
  const { document } = await openText(web.replace('replicas: 4', 'replicas: 2000'));
  const source = new vscode.CancellationTokenSource();
  const told: string[] = [];
  const running = cluster.simulate({ uris: [document.uri.toString()] }, source.token, ({ message }) => {
    if (message) told.push(message);
    if (told.length === 2) source.cancel();
  });
  await running.then(undefined, () => undefined);
  assert.ok(told.length >= 2 && /virtual time/.test(told[0] ?? ''), told.join(', '));
  await reset();
});

test('a file of fifty megabytes is skipped with a word, and the editor goes on', async () => {
  const { cluster } = await api();
  const big = sample('big.yaml');
  try {
    await vscode.workspace.fs.writeFile(big, Buffer.from('# nothing\n'.repeat(5_000_000)));
    const none = new vscode.CancellationTokenSource().token;
    await assert.rejects(
      cluster.simulate({ uris: [big.toString()] }, none, () => undefined),
      /big\.yaml has 50 MB and is skipped/,
    );
    await reset();
    assert.equal((await simulate('web.yaml')).applied.length, 2);
  } finally {
    await vscode.workspace.fs.delete(big);
  }
});

test('two objects of one name: the second configures the first', async () => {
  await reset();
  const web = (await vscode.workspace.openTextDocument(sample('web.yaml'))).getText().split('---')[0] ?? '';
  const { document } = await openText(`${web}---\n${web.replace('replicas: 4', 'replicas: 1')}`);
  const { cluster } = await api();
  const none = new vscode.CancellationTokenSource().token;
  const { applied } = await cluster.simulate({ uris: [document.uri.toString()] }, none, () => undefined);
  assert.deepEqual(
    applied.map(({ result }) => result),
    ['created', 'configured'],
  );
  assert.equal((await pods('web-')).length, 1);
});

test('a rollback goes to the revision that is chosen from the list', async () => {
  await reset();
  await simulate('shop-v1.yaml');
  await simulate('shop-v2.yaml');
  const undoing = vscode.commands.executeCommand('drydock.undoRollout', name('Deployment', 'shop'));
  // The list has the previous revision first; it is there once it takes the choice.
  const { cluster } = await api();
  await until('the choice', async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const [current] = (await cluster.revisions(name('Deployment', 'shop'))).filter((revision) => revision.current);
    return current?.images[0]?.endsWith(':1.0.0') || undefined;
  });
  await undoing;
});

test('a rollback without an earlier revision is told, and nothing happens', async () => {
  await reset();
  await simulate('shop-v1.yaml');
  assert.equal(await vscode.commands.executeCommand('drydock.undoRollout', name('Deployment', 'shop')), undefined);
});

test('each action of the tree goes to its object: delete it, a StatefulSet scales, a Deployment restarts', async () => {
  await reset();
  await simulate('database.yaml');
  await vscode.commands.executeCommand('drydock.scale', name('StatefulSet', 'postgres'), 1);
  assert.deepEqual(
    (await pods('postgres-')).map(({ label }) => label),
    ['postgres-0'],
  );
  await vscode.commands.executeCommand('drydock.deleteObject', name('StatefulSet', 'postgres'));
  assert.deepEqual(await pods('postgres-'), []);
});
