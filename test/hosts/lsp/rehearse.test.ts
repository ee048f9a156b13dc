import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CodeLens, CompletionItem, Hover } from 'vscode-languageserver/node';
import type { Timeline } from '../../../server/src/protocol.ts';
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
});

const uri = 'file:///nowhere/release.yaml';
const scenario = `apiVersion: drydock.dev/v1alpha1
kind: Scenario
metadata:
  name: release
spec:
  steps:
    - apply: |
        apiVersion: v1
        kind: Pod
        metadata: { name: one }
        spec: { containers: [{ name: app, image: "nginx:1" }] }
    - settle: 10m
  atEnd:
    - { of: pod/one, field: status.phase, is: Running }
`;
const timed = (name: string, run: () => Promise<void>): void => {
  it(name, { timeout: 60_000 }, run);
};

async function rehearse(): Promise<void> {
  const lenses = await editor.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  expect(lenses.map(({ command }) => command?.title)).toEqual(['$(beaker) Rehearse']);
  const [lens] = lenses;
  await editor.connection.sendRequest('workspace/executeCommand', lens?.command);
}

describe('a scenario in the editor', () => {
  timed('is run by its code lens; what fails stands where it is expected, until the text changes', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, scenario.replace('is: Running', 'is: Failed'));
    await rehearse();
    const [found] = await editor.diagnostics(uri, (all) => all.some(({ code }) => code === 'rehearsal'));
    expect(found?.message).toMatch(/^at \d+\.\d s, pod\/one status.phase is Failed; found: Running$/);
    expect(found?.range.start.line).toBe(13);
    expect(editor.shown[0]).toMatch(/^release failed: 1 of 1 expectations/);
    const timeline = await editor.connection.sendRequest<Timeline | null>('drydock/timeline');
    expect(timeline?.to).toBeGreaterThan(0);
    await editor.edit(uri, 'is: Failed', 'is: Running');
    await editor.diagnostics(uri, (all) => all.length === 0);
    await rehearse();
    expect(editor.shown[1]).toMatch(/^release passed/);
  });

  timed('is judged as it is typed', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, scenario.replace('settle: 10m', 'settle: soon'));
    const [found] = await editor.diagnostics(uri, (all) => all.length > 0);
    expect(found?.message).toBe('write a duration such as 30s, 5m or 1h30m');
    expect(found && editor.textAt(uri, found.range)).toBe('soon');
    await rehearse();
    expect(editor.shown[0]).toBe('This scenario cannot be run: write a duration such as 30s, 5m or 1h30m');
    await editor.edit(uri, 'settle: soon', 'setle: 10m');
    const [unknown] = await editor.diagnostics(uri, (all) => all.some(({ code }) => code === 'unknown-field'));
    expect(unknown && editor.textAt(uri, unknown.range)).toBe('setle');
  });

  timed('has completion and hovers', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, scenario.replace('    - settle: 10m', '    - settle: 10m\n    - sca'));
    const items = await editor.ask<CompletionItem[] | { items: CompletionItem[] }>('textDocument/completion', uri, '- sca|');
    const labels = (Array.isArray(items) ? items : items.items).map(({ label }) => label);
    expect(labels).toContain('scale');
    expect(labels).toContain('crash');
    const said = await editor.ask<Hover>('textDocument/hover', uri, 'set|tle');
    expect(JSON.stringify(said.contents)).toContain('Runs until nothing more happens by itself');
  });
});
