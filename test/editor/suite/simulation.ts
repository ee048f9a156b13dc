import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { api, name, openText, pods, reset, rows, sample, simulate, test } from './harness.ts';

test('simulating a Deployment brings its pods up', async () => {
  await reset();
  const result = await simulate('web.yaml');
  assert.deepEqual(
    result.applied.map((document) => document.result),
    ['created', 'created'],
  );
  assert.deepEqual(
    result.outcome.filter((workload) => workload.kind === 'Deployment').map((workload) => [workload.name, workload.state]),
    [['web', 'complete']],
  );
  const web = await pods('web-');
  assert.equal(web.length, 4);
  for (const pod of web) {
    assert.equal(pod.icon, 'ready');
    assert.match(pod.description, /Running/);
  }
});

test('a second release rolls out, and the timeline has both revisions', async () => {
  await reset();
  await simulate('shop-v1.yaml');
  const result = await simulate('shop-v2.yaml');
  assert.equal(result.applied[0]?.result, 'configured');
  const { cluster } = await api();
  const timeline = await cluster.timeline();
  const shop = timeline?.workloads.find((workload) => workload.name === 'shop');
  assert.ok(shop, 'the timeline shows the shop');
  assert.equal(shop.floor, 5);
  assert.equal(shop.ceiling, 8);
  assert.equal(shop.groups.length, 2);
  for (const point of shop.series.pods) assert.ok(point.value <= 8, `${point.value} pods at ${point.at} s`);
  for (const point of shop.series.available) assert.ok(point.value >= 5, `${point.value} available at ${point.at} s`);
});

test('the tree can show an earlier moment', async () => {
  await reset();
  const result = await simulate('web.yaml');
  const { cluster } = await api();
  const count = async (at: number) =>
    JSON.stringify(await cluster.tree({ groupBy: 'node', at })).match(/"kind":"Pod","namespace":"default"/g)?.length ?? 0;
  assert.equal(await count(result.from), 0);
  assert.equal(await count(result.to), 4);
});

test('what cannot finish is reported as stuck, with the reason', async () => {
  await reset();
  const { outcome } = await simulate('stuck.yaml');
  const states = Object.fromEntries(outcome.map((workload) => [workload.name, workload]));
  assert.equal(states.misspelt?.state, 'stuck');
  assert.equal(states['too-big']?.state, 'stuck');
  assert.match(
    `${states['too-big']?.reason} ${states['too-big']?.message}`,
    /Insufficient|Unschedulable|ProgressDeadlineExceeded/,
  );
});

test('a manifest with errors is refused with the words of the API server', async () => {
  await reset();
  const { applied } = await simulate('broken.yaml');
  const refused = applied.filter((document) => document.result === 'refused');
  assert.ok(refused.some((document) => document.message.includes('Invalid value')));
  assert.equal((await pods('Broken')).length, 0);
});

test('a StatefulSet numbers its pods, a DaemonSet covers the workers, kube-proxy covers all', async () => {
  await reset();
  await simulate('database.yaml');
  await simulate('log-agent.yaml');
  assert.deepEqual((await pods('postgres-')).map((pod) => pod.label).sort(), ['postgres-0', 'postgres-1', 'postgres-2']);
  assert.equal((await pods('log-agent-')).length, 3);
  assert.equal((await pods('kube-proxy-')).length, 4);
});

test('the tree by owner leads from the Deployment over its ReplicaSet to the pods', async () => {
  await reset();
  await simulate('web.yaml');
  const deployment = (await rows('owner')).find((row) => row.object?.kind === 'Deployment' && row.object.name === 'web');
  const replicaSet = deployment?.children.find((row) => row.object?.kind === 'ReplicaSet');
  assert.equal(replicaSet?.children.filter((row) => row.object?.kind === 'Pod').length, 4);
});

test('an object is shown as the API server would return it, and follows the cluster', async () => {
  await reset();
  await simulate('web.yaml');
  await vscode.commands.executeCommand('drydock.showObject', name('Deployment', 'web'));
  const text =
    vscode.window.visibleTextEditors.find((editor) => editor.document.uri.scheme === 'drydock')?.document.getText() ?? '';
  for (const part of ['resourceVersion:', 'uid:', 'revisionHistoryLimit: 10', 'readyReplicas: 4'])
    assert.ok(text.includes(part), `${part} in\n${text}`);
});

test('what cannot be applied is told in plain words, and the last simulation stays', async () => {
  await reset();
  await simulate('web.yaml');
  const { cluster } = await api();
  const { document } = await openText('apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n spec: {a: [\n');
  const none = { isCancellationRequested: false, onCancellationRequested: () => new vscode.Disposable(() => undefined) };
  const simulated = cluster.simulate({ uris: [document.uri.toString()] }, none, () => undefined);
  await assert.rejects(simulated, (error: Error) => {
    assert.match(error.message, /:5: /);
    assert.doesNotMatch(error.message, /^Request /);
    return true;
  });
  assert.equal((await pods('web-')).length, 4);
});

test('a run of two thousand pods that is cancelled leaves a cluster that goes on', async () => {
  await reset();
  const { cluster } = await api();
  const web = (await vscode.workspace.openTextDocument(sample('web.yaml'))).getText();
  const { document } = await openText(web.replace('replicas: 4', 'replicas: 2000'));
  const source = new vscode.CancellationTokenSource();
  const running = cluster.simulate({ uris: [document.uri.toString()] }, source.token, () => undefined);
  source.cancel();
  const cancelled = await running.then(
    (result) => result.cancelled,
    (error: Error) => /cancel/i.test(error.message),
  );
  assert.ok(cancelled, 'the run stopped where it stood');
  await reset();
  assert.equal((await pods('web-')).length, 0);
});
