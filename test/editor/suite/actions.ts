import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import type { ActionResult } from '../../../server/src/protocol.ts';
import { api, name, pods, reset, rows, simulate, test } from './harness.ts';

/** Runs an action's command as the tree's menu does. */
async function act(command: string, ...args: unknown[]): Promise<ActionResult> {
  const result = await vscode.commands.executeCommand<ActionResult | undefined>(`drydock.${command}`, ...args);
  assert.ok(result, `${command} has a result`);
  assert.equal(result.failed, false, result.message);
  return result;
}

const node = async (nodeName: string) =>
  (await rows()).find((row) => row.object?.kind === 'Node' && row.object.name === nodeName);

const workerOf = async (podName: string) =>
  (await rows()).find((row) => row.object?.kind === 'Node' && row.children.some((child) => child.object?.name === podName))
    ?.object?.name;

test('a deleted pod is replaced', async () => {
  await reset();
  await simulate('web.yaml');
  const before = (await pods('web-')).map((pod) => pod.label);
  await act('deletePod', (await pods('web-'))[0]);
  const after = (await pods('web-')).map((pod) => pod.label);
  assert.equal(after.length, 4);
  assert.ok(!after.includes(before[0] ?? ''));
});

test('a crashed container is started again', async () => {
  await reset();
  await simulate('web.yaml');
  const pod = (await pods('web-'))[0];
  await act('crashContainer', pod, { exitCode: 1 });
  const { cluster } = await api();
  const yaml = pod?.object ? await cluster.objectYaml(pod.object, undefined) : '';
  assert.match(yaml ?? '', /restartCount: 1/);
});

test('scaling and rolling back', async () => {
  await reset();
  await simulate('shop-v1.yaml');
  await simulate('shop-v2.yaml');
  await act('scale', name('Deployment', 'shop'), 2);
  assert.equal((await pods('shop-')).length, 2);
  const { cluster } = await api();
  const revisions = await cluster.revisions(name('Deployment', 'shop'));
  assert.deepEqual(revisions.map((revision) => revision.revision).sort(), [1, 2]);
  await act('undoRollout', name('Deployment', 'shop'), 1);
  assert.match((await cluster.objectYaml(name('Deployment', 'shop'), undefined)) ?? '', /server:1\.0\.0/);
});

test('a drained node is empty but for its daemons, and takes pods again when it is uncordoned', async () => {
  await reset();
  await simulate('web.yaml');
  await act('drainNode', name('Node', 'worker-1', ''));
  const drained = await node('worker-1');
  assert.equal(drained?.context, 'node.cordoned');
  assert.deepEqual(
    drained.children.filter((row) => row.label.startsWith('web-')),
    [],
  );
  assert.equal((await pods('web-')).length, 4);
  await act('uncordonNode', name('Node', 'worker-1', ''));
  assert.equal((await node('worker-1'))?.context, 'node');
});

test('the pods of a node that fails move elsewhere', async () => {
  await reset();
  await simulate('web.yaml');
  const victim = (await pods('web-'))[0];
  const worker = await workerOf(victim?.label ?? '');
  assert.ok(worker);
  await act('failNode', name('Node', worker, ''));
  assert.equal((await node(worker))?.context, 'node.failed');
  const elsewhere = (await rows())
    .filter((row) => row.object?.kind === 'Node' && row.object.name !== worker)
    .flatMap((row) => row.children);
  assert.equal(elsewhere.filter((row) => row.label.startsWith('web-') && row.icon === 'ready').length, 4);
  await act('recoverNode', name('Node', worker, ''));
  assert.notEqual((await node(worker))?.context, 'node.failed');
});

test('a paused rollout waits, a restarted one replaces all pods', async () => {
  await reset();
  await simulate('shop-v1.yaml');
  const deployment = name('Deployment', 'shop');
  const before = (await pods('shop-')).map((pod) => pod.label).sort();
  await act('pauseRollout', deployment);
  await simulate('shop-v2.yaml');
  assert.deepEqual((await pods('shop-')).map((pod) => pod.label).sort(), before);
  await act('resumeRollout', deployment);
  const released = (await pods('shop-')).map((pod) => pod.label).sort();
  assert.notDeepEqual(released, before);
  await act('restartRollout', deployment);
  assert.notDeepEqual((await pods('shop-')).map((pod) => pod.label).sort(), released);
});

test('a reset cluster holds only its system', async () => {
  await simulate('web.yaml');
  await reset();
  assert.deepEqual(await pods('web-'), []);
  assert.ok((await pods('kube-proxy-')).length > 0);
});
