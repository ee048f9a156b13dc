import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CodeAction, CompletionItem, Diagnostic, Hover } from 'vscode-languageserver/node';
import { bundleServer, Editor, removeBundles } from './editor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'drydock-rules-'));
const root = pathToFileURL(folder).href;
let dist = '';
let editor: Editor;

beforeAll(async () => {
  dist = await bundleServer();
}, 60_000);
afterAll(() => {
  removeBundles(dist);
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await editor.stop();
});

const uri = `${root}/pods/web.yaml`;
const pod = (name: string, restartPolicy: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec:\n  restartPolicy: ${restartPolicy}\n${more}  containers: [{ name: app, image: "app:1" }]\n`;
const isSaid = (rule: string) => (found: readonly { code?: unknown }[]) => found.some(({ code }) => code === rule);
const isClean = (found: readonly unknown[]): boolean => found.length === 0;

const actionsOf = (only: string[] | undefined, diagnostics: readonly Diagnostic[] = []): Promise<CodeAction[]> =>
  editor.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics, ...(only && { only }) },
  });

function timed(name: string, run: () => Promise<void>): void {
  it(name, { timeout: 60_000 }, run);
}

describe('fix all', () => {
  timed('repairs on save what is only spelled wrong, and nothing else', async () => {
    editor = await Editor.start(dist, { folder: root });
    await editor.open(uri, pod('web', 'never', '  hostNetwrok: true\n  replicas: 3\n').replace('kind: Pod', 'kind:  Pod'));
    const found = await editor.diagnostics(uri, isSaid('pod-restart-policy'));
    expect(found.map(({ code }) => code).sort()).toEqual(['pod-restart-policy', 'unknown-field', 'unknown-field']);
    for (const kind of ['source.fixAll.drydock', 'source.fixAll', 'source']) {
      const [action, ...more] = await actionsOf([kind]);
      expect([action?.kind, more]).toEqual(['source.fixAll.drydock', []]);
    }
    expect((await actionsOf(['source.fixAll.eslint'])).length).toBe(0);
    expect((await actionsOf(undefined, found)).some(({ kind }) => kind?.startsWith('source'))).toBe(false);
    const [action] = await actionsOf(['source.fixAll.drydock']);
    const [edit, ...others] = action?.edit?.changes?.[uri] ?? [];
    expect(others).toEqual([]);
    // One change from the first to the last place that it repairs.
    expect(edit?.newText).toContain('Never\n  hostNetwor');
    expect(edit?.newText).not.toContain('replicas');
  });

  timed('is silent where there is nothing to repair safely', async () => {
    editor = await Editor.start(dist, { folder: root });
    await editor.open(uri, pod('web', 'Seldom', '  replicas: 3\n'));
    await editor.diagnostics(uri, isSaid('pod-restart-policy'));
    expect(await actionsOf(['source.fixAll'])).toEqual([]);
  });
});

describe('pages of the rules', () => {
  timed('come from the server', async () => {
    editor = await Editor.start(dist);
    const page = (id: string | null): Promise<string | null> => editor.connection.sendRequest('drydock/rulePage', id);
    expect(await page('pod-restart-policy')).toMatch(/^# pod-restart-policy\n/);
    expect(await page(null)).toContain('| [pod-restart-policy](pod-restart-policy.md) | error |');
    expect(await page('no-such')).toBeNull();
  });
});

describe('.drydock.yaml', () => {
  const config = `${root}/.drydock.yaml`;

  timed('is obeyed as it is typed, and the settings win over it', async () => {
    editor = await Editor.start(dist, { folder: root, settings: { severity: { 'container-image': 'hint' } } });
    await editor.open(uri, pod('web', 'Seldom').replace('"app:1"', '""'));
    const severities = (found: readonly Diagnostic[]): unknown =>
      Object.fromEntries(found.map(({ code, severity }) => [code, severity]));
    await editor.diagnostics(
      uri,
      (found) => JSON.stringify(severities(found)) === '{"pod-restart-policy":1,"container-image":4}',
    );
    await editor.open(config, 'severities: { pod-restart-policy: information, container-image: error }\n');
    await editor.diagnostics(
      uri,
      (found) => JSON.stringify(severities(found)) === '{"pod-restart-policy":3,"container-image":4}',
    );
    await editor.edit(config, 'information', 'off');
    await editor.diagnostics(uri, (found) => found.length === 1 && isSaid('container-image')(found));
    await editor.edit(config, 'severities', 'ignore: [pods/]\nseverities');
    await editor.diagnostics(uri, isClean);
  });

  timed('is read from above the folder too', async () => {
    writeFileSync(path.join(folder, '.drydock.yaml'), 'severities: { pod-restart-policy: warning }\n');
    editor = await Editor.start(dist, { folder: `${root}/pods` });
    await editor.open(uri, pod('web', 'Seldom'));
    await editor.diagnostics(uri, (found) => found.some(({ severity }) => severity === 2));
    rmSync(path.join(folder, '.drydock.yaml'));
  });

  timed('is judged, completed and explained itself', async () => {
    editor = await Editor.start(dist, { folder: root });
    await editor.open(config, 'severities:\n  pod-restart-polcy: loud\n  env-name: \n\n');
    const found = await editor.diagnostics(config, (all) => all.length > 0);
    expect(found.map(({ message, range }) => [editor.textAt(config, range), message])).toEqual([
      ['pod-restart-polcy', 'there is no rule "pod-restart-polcy"'],
      ['loud', 'expected error, warning, information, off'],
      ['env-name', 'expected error, warning, information, off'],
    ]);
    const labels = async (marked: string): Promise<string[]> =>
      (await editor.ask<CompletionItem[]>('textDocument/completion', config, marked)).map(({ label }) => label);
    expect(await labels('env-name: |')).toEqual(['error', 'warning', 'information', 'off']);
    expect(await labels('  env|-name')).toContain('pod-os');
    expect(await labels('seve|rities')).toEqual(['kubernetesVersion', 'severities', 'ignore', 'crds']);
    const hover = await editor.ask<Hover>('textDocument/hover', config, 'env-|name');
    expect(JSON.stringify(hover.contents)).toContain('**env-name**');
  });
});

describe('comments that silence', () => {
  timed('work for a file, and are told of when they name no rule', async () => {
    editor = await Editor.start(dist);
    await editor.open(uri, `# drydock-disable-file pod-restart-policy, pod-oss\n${pod('web', 'Seldom')}`);
    const [found, ...more] = await editor.diagnostics(uri, isSaid('unknown-rule'));
    expect(found && editor.textAt(uri, found.range)).toBe('pod-oss');
    expect(more).toEqual([]);
  });
});
