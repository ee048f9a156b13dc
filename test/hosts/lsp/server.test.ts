import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CodeAction, CompletionItem, DefinitionLink, Hover } from 'vscode-languageserver/node';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { ActionResult, SimulateResult, Timeline, TreeItem } from '../../../server/src/protocol.ts';
import { bundleServer, Editor, removeBundles } from './editor.ts';

let dist = '';
let editor: Editor;

beforeAll(async () => {
  dist = await bundleServer();
}, 60_000);
afterAll(() => {
  removeBundles(dist);
});
afterEach(async () => {
  await editor.stop();
  expect(editor.exitCode).toBe(0);
});

const uri = 'file:///nowhere/web.yaml';
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: example.com/web:1
`;
const isSaid = (rule: string) => (found: readonly { code?: unknown }[]) => found.some(({ code }) => code === rule);
const isClean = (found: readonly unknown[]): boolean => found.length === 0;

function timed<T>(name: string, run: () => Promise<T>): void {
  it(name, { timeout: 60_000 }, async () => {
    await run();
  });
}

describe('an editor', () => {
  timed('sees each edit judged, at its place', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, deployment);
    await editor.diagnostics(uri, isClean);
    await editor.edit(uri, 'replicas: 3', 'replicas: -3');
    const [found] = await editor.diagnostics(uri, (all) => all.length > 0);
    expect(found?.message).toBe('spec.replicas: Invalid value: -3: must be greater than or equal to 0');
    expect(found && editor.textAt(uri, found.range)).toBe('-3');
    await editor.edit(uri, 'replicas: -3', 'replicsa: 3');
    const [unknown] = await editor.diagnostics(uri, isSaid('unknown-field'));
    expect(unknown && editor.textAt(uri, unknown.range)).toBe('replicsa');
  });

  timed('repairs by a code action', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, deployment.replace('replicas', 'replicsa'));
    const diagnostics = await editor.diagnostics(uri, isSaid('unknown-field'));
    const range = diagnostics[0]?.range;
    const actions = await editor.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri },
      range,
      context: { diagnostics },
    });
    expect(actions.map(({ title }) => title)).toEqual(['Change to replicas', 'Disable unknown-field for this line']);
    const [edit] = actions[0]?.edit?.changes?.[uri] ?? [];
    expect(actions[0]?.isPreferred).toBe(true);
    await editor.edit(uri, edit ? editor.textAt(uri, edit.range) : '?', edit?.newText ?? '');
    await editor.diagnostics(uri, isClean);
  });

  timed('gets hovers, completions with their descriptions, and definitions', async () => {
    editor = await Editor.start(dist);
    await editor.open('file:///nowhere/config.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n');
    await editor.open(uri, `${deployment}          envFrom:\n            - configMapRef:\n                name: settings\n`);
    const hover = await editor.ask<Hover>('textDocument/hover', uri, 'repl|icas');
    expect(JSON.stringify(hover.contents)).toContain('How many pods there are to be.');
    const items = await editor.ask<CompletionItem[]>('textDocument/completion', uri, '|replicas: 3');
    const replicas = items.find(({ label }) => label === 'replicas');
    const resolved = await editor.connection.sendRequest<CompletionItem>('completionItem/resolve', replicas);
    expect(JSON.stringify(resolved.documentation)).toContain('How many pods there are to be.');
    const links = await editor.ask<DefinitionLink[]>('textDocument/definition', uri, 'name: set|tings');
    expect(links.map(({ targetUri, targetSelectionRange }) => [targetUri, targetSelectionRange.start])).toEqual([
      ['file:///nowhere/config.yaml', { line: 3, character: 8 }],
    ]);
  });

  timed('is told of references between files when the typing pauses', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'drydock-manifests-'));
    writeFileSync(path.join(folder, 'config.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n');
    editor = await Editor.start(dist, { folder: pathToFileURL(folder).toString() });
    const here = pathToFileURL(path.join(folder, 'web.yaml')).toString();
    await editor.open(here, `${deployment}          envFrom: [{ configMapRef: { name: settings } }]\n`);
    await editor.edit(here, 'name: settings', 'name: setings');
    const [found] = await editor.diagnostics(here, (all) => all.length > 0);
    expect(found?.message).toContain('ConfigMap "setings" is not among these manifests');
    await editor.edit(here, 'name: setings', 'name: settings');
    await editor.diagnostics(here, isClean);
    rmSync(folder, { recursive: true });
  });

  timed('follows the settings', async () => {
    editor = await Editor.start(dist, { settings: { severity: { 'unknown-field': 'off' }, seed: 7 } });
    await editor.open(uri, deployment.replace('replicas', 'replicsa').replace('kind: Deployment', 'kind: Deploy'));
    await editor.diagnostics(uri, (found) => !isSaid('unknown-field')(found) && isSaid('unknown-kind')(found));
    await editor.edit(uri, 'kind: Deploy', 'kind: Deployment');
    await editor.diagnostics(uri, isClean);
    editor.settings = { severity: { 'unknown-field': 'hint' } };
    await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    const [found] = await editor.diagnostics(uri, isSaid('unknown-field'));
    expect(found?.severity).toBe(4);
  });
});

describe('a rehearsal', () => {
  timed('runs with progress, and answers what became of it', async () => {
    editor = await Editor.start(dist, { settings: { seed: 7 } });
    await editor.open(uri, deployment);
    const run = await editor.connection.sendRequest<SimulateResult>('drydock/simulate', { uris: [uri], workDoneToken: 1 });
    expect(run.outcome).toMatchObject([{ kind: 'Deployment', name: 'web', state: 'complete' }]);
    expect(editor.progress.at(0)).toMatchObject({ token: 1, value: { kind: 'begin', cancellable: true } });
    expect(editor.progress.at(-1)).toMatchObject({ token: 1, value: { kind: 'end' } });
    const tree = await editor.connection.sendRequest<TreeItem[]>('drydock/tree', { groupBy: 'owner' });
    expect(JSON.stringify(tree)).toContain('web-');
    const timeline = await editor.connection.sendRequest<Timeline>('drydock/timeline', null);
    expect(timeline.workloads.find(({ name }) => name === 'web')?.name).toBe('web');
    expect(timeline.seed).toBe(7);
    const object = { kind: 'Deployment', namespace: 'default', name: 'web' };
    const act = await editor.connection.sendRequest<ActionResult>('drydock/act', { do: 'scale', object, replicas: 5 });
    expect(act.message).toBe('deployment.apps/web scaled');
    expect(await editor.connection.sendRequest('drydock/objectYaml', { object })).toContain('readyReplicas: 5');
  });

  timed('can be cancelled, and the next one is not', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, deployment.replace('replicas: 3', 'replicas: 900'));
    const source = new CancellationTokenSource();
    const run = editor.connection.sendRequest<SimulateResult>('drydock/simulate', { uris: [uri] }, source.token);
    source.cancel();
    expect(
      await run.then(
        ({ cancelled }) => cancelled,
        () => true,
      ),
    ).toBe(true);
    await editor.edit(uri, 'replicas: 900', 'replicas: 2');
    const next = await editor.connection.sendRequest<SimulateResult>('drydock/simulate', { uris: [uri] });
    expect(next).toMatchObject({ cancelled: false, outcome: [{ state: 'complete' }] });
  });

  timed('does not keep the editor waiting', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, deployment.replace('replicas: 3', 'replicas: 900'));
    let isRunning = true;
    const source = new CancellationTokenSource();
    const run = editor.connection.sendRequest<SimulateResult>('drydock/simulate', { uris: [uri] }, source.token).finally(() => {
      isRunning = false;
    });
    await editor.edit(uri, 'replicas: 900', 'replicas: x');
    await editor.diagnostics(uri, isSaid('wrong-type'));
    expect(isRunning).toBe(true);
    source.cancel();
    await run.catch(() => undefined);
  });

  timed('of a broken file says where it is broken', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, 'apiVersion: v1\nkind: Pod\nmetadata: {\n');
    const failed = await editor.connection
      .sendRequest('drydock/simulate', { uris: [uri] })
      .catch((error: unknown) => String(error));
    expect(failed).toMatch(/web\.yaml:\d+: /);
  });

  timed('survives the death of its thread, with one message', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, deployment);
    await editor.connection.sendRequest('drydock/simulate', { uris: [uri] });
    const died = new Promise((resolve) => editor.connection.onNotification('drydock/clusterChanged', resolve));
    writeFileSync(path.join(dist, 'die'), '');
    await died;
    const run = await editor.connection.sendRequest<SimulateResult>('drydock/simulate', { uris: [uri] });
    expect(run.outcome).toMatchObject([{ state: 'complete' }]);
    expect(editor.shown).toHaveLength(1);
    expect(editor.shown[0]).toContain('killed by the test');
  });
});

describe('bad input', () => {
  timed('is said, and the server goes on', async () => {
    editor = await Editor.start(dist);
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i] ?? ''},`.repeat(9)}]`),
    ];
    const inputs: Readonly<Record<string, readonly [string, string]>> = {
      'file:///nowhere/large.yaml': [`a: ${'x'.repeat(50_000_000)}\n`, 'too-large'],
      'file:///nowhere/binary.yaml': ['\u0000\u0001\u0002ELF', 'binary'],
      'file:///nowhere/bomb.yaml': [`apiVersion: v1\nkind: Thing\n${bomb.join('\n')}\n`, 'excessive-aliasing'],
      'file:///nowhere/open.yaml': ['apiVersion: v1\nkind: Pod\nmetadata: { name: "x\n', 'syntax'],
      'file:///nowhere/deep.yaml': [`apiVersion: v1\nkind: Pod\nspec: ${'['.repeat(5000)}\n`, 'too-deep'],
    };
    for (const [each, [text, rule]] of Object.entries(inputs)) {
      await editor.open(each, text);
      await editor.diagnostics(each, isSaid(rule));
    }
    await editor.open('file:///nowhere/empty.yaml', '');
    await editor.diagnostics('file:///nowhere/empty.yaml', isClean);
    await editor.open(uri, deployment);
    expect(await editor.diagnostics(uri, isClean)).toEqual([]);
    expect(editor.logged.filter((line) => line.includes('failed'))).toEqual([]);
  });
});
