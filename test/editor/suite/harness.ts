// A runner of a few lines: the extension host has none of its own, and these tests need no more.
import { strict as assert } from 'node:assert';
import path from 'node:path';
import * as vscode from 'vscode';
import type { DrydockApi } from '../../../client/src/extension.ts';
import type { ObjectName, SimulateResult, TreeItem } from '../../../server/src/protocol.ts';

export interface Test {
  readonly name: string;
  run(): Promise<void>;
}

export const tests: Test[] = [];

export function test(name: string, run: () => Promise<void>): void {
  tests.push({ name, run });
}

/** Waits until the answer is there; the editor tells of most things only by showing them. */
export async function until<T>(what: string, ask: () => T | undefined | Promise<T | undefined>, timeoutMs = 20_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs / 1000} s for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export function sample(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'the samples are open');
  return vscode.Uri.file(path.join(folder.uri.fsPath, name));
}

export async function open(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(sample(name)));
}

/** Opens text that is on no disk. */
export async function openText(content: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'yaml', content }));
}

/** Writes files below a folder of the samples. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files))
    await vscode.workspace.fs.writeFile(sample(path.join(folder, file)), Buffer.from(text));
}

/** Replaces the first place where a text stands. */
export async function edit(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, `${from} is in the document`);
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  await vscode.workspace.applyEdit(change);
}

/** Replaces the whole text. */
export async function write(document: vscode.TextDocument, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(change);
}

/** What Drydock says about a document. */
export function diagnosticsOf(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source?.toLowerCase() === 'drydock');
}

export async function api(): Promise<DrydockApi> {
  const extension = vscode.extensions.getExtension<DrydockApi>('drydock.drydock');
  assert.ok(extension, 'the extension is installed');
  const exports = await extension.activate();
  await until('the server', () => exports.cluster.state === 'running' || undefined);
  return exports;
}

export async function reset(): Promise<void> {
  await api();
  await vscode.commands.executeCommand('drydock.resetCluster');
}

export async function simulate(name: string): Promise<SimulateResult> {
  const result = await vscode.commands.executeCommand<SimulateResult | undefined>('drydock.simulateApply', sample(name));
  assert.ok(result, `simulating ${name} has a result`);
  return result;
}

/** All rows of the tree, parents first. */
export async function rows(groupBy: 'node' | 'owner' = 'node'): Promise<TreeItem[]> {
  const { cluster } = await api();
  const flat = (items: readonly TreeItem[]): TreeItem[] => items.flatMap((item) => [item, ...flat(item.children)]);
  return flat(await cluster.tree({ groupBy }));
}

export async function pods(prefix: string): Promise<TreeItem[]> {
  return (await rows()).filter((row) => row.object?.kind === 'Pod' && row.object.name.startsWith(prefix));
}

export const name = (kind: string, objectName: string, namespace = 'default'): ObjectName => ({
  kind,
  namespace,
  name: objectName,
});
