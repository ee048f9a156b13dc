import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TreeItem } from '../../../server/src/protocol.ts';
import { bundleServer, Editor, removeBundles } from './editor.ts';

let dist = '';
let editor: Editor;
const folder = mkdtempSync(path.join(tmpdir(), 'drydock-versions-'));
const at = (name: string): string => pathToFileURL(path.join(folder, name)).href;

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

const pod =
  'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  evictionResponders: []\n  containers: [{ name: a, image: a }]\n';
const isClean = (found: readonly unknown[]): boolean => found.length === 0;
const isJudged = (found: readonly unknown[]): boolean => found.length > 0;

describe('the version of Kubernetes', () => {
  it('changes with the setting, in diagnostics and in the cluster', { timeout: 60_000 }, async () => {
    editor = await Editor.start(dist, { settings: { kubernetesVersion: '1.36' } });
    await editor.open(at('pod.yaml'), pod);
    const [found] = await editor.diagnostics(at('pod.yaml'), isJudged);
    expect(found?.message).toBe(
      'strict decoding error: unknown field "spec.evictionResponders". evictionResponders is a field of Kubernetes 1.37 and newer.',
    );
    const [cluster] = await editor.connection.sendRequest<TreeItem[]>('drydock/tree', { groupBy: 'node' });
    expect(cluster?.tooltip).toMatch(/Kubernetes 1\.36\.\d+ \(behaves as 1\.37\)/);
    editor.settings = { kubernetesVersion: '1.37' };
    await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await editor.diagnostics(at('pod.yaml'), isClean);
  });

  it('is what the configuration of the folder says before the setting', { timeout: 60_000 }, async () => {
    editor = await Editor.start(dist, { folder: pathToFileURL(folder).href });
    await editor.open(at('pod.yaml'), pod);
    await editor.diagnostics(at('pod.yaml'), isClean);
    await editor.open(at('.drydock.yaml'), 'kubernetesVersion: "1.35"\n');
    await editor.diagnostics(at('pod.yaml'), isJudged);
    await editor.edit(at('.drydock.yaml'), '1.35', '1.37');
    await editor.diagnostics(at('pod.yaml'), isClean);
  });
});

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: backups.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Backup, plural: backups }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { keep: { type: integer } } } } } }
`;

describe('custom resources', () => {
  it('are judged anew when their definition is edited', { timeout: 60_000 }, async () => {
    editor = await Editor.start(dist);
    const uri = at('backup.yaml');
    await editor.open(uri, 'apiVersion: example.com/v1\nkind: Backup\nmetadata: { name: a }\nspec: { keep: 7 }\n');
    await editor.diagnostics(uri, (found) => found.some(({ code }) => code === 'custom-resource'));
    await editor.open(at('definition.yaml'), definition);
    await editor.diagnostics(uri, isClean);
    await editor.edit(at('definition.yaml'), 'type: integer', 'type: string');
    const [found] = await editor.diagnostics(uri, isJudged);
    expect(found?.message).toBe('spec.keep: Invalid value: "integer": spec.keep in body must be of type string: "integer"');
    expect(found && editor.textAt(uri, found.range)).toBe('7');
  });

  it('are judged by definitions that the configuration names', { timeout: 60_000 }, async () => {
    const outside = mkdtempSync(path.join(tmpdir(), 'drydock-definitions-'));
    writeFileSync(path.join(outside, 'crd.yaml'), definition);
    editor = await Editor.start(dist, { folder: pathToFileURL(folder).href });
    const uri = at('backup.yaml');
    await editor.open(uri, 'apiVersion: example.com/v1\nkind: Backup\nmetadata: { name: a }\nspec: { keep: x }\n');
    await editor.diagnostics(uri, (found) => found.some(({ code }) => code === 'custom-resource'));
    await editor.open(at('.drydock.yaml'), `crds: [${JSON.stringify(outside)}]\n`);
    await editor.diagnostics(uri, (found) => found.some(({ code }) => code === 'custom-resource-schema'));
    rmSync(outside, { recursive: true });
  });
});
