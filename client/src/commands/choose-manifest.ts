import * as vscode from 'vscode';
import { looksLikeManifest } from '../manifest.ts';

/** More files than this are no list to choose from. */
const mostFiles = 200;

/** The manifest that the user looks at: in front, or beside a view that is in front and is no editor. */
export function manifestInView(): vscode.TextDocument | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  if (activeTextEditor && isYaml(activeTextEditor.document)) return activeTextEditor.document;
  return visibleTextEditors.map(({ document }) => document).find((each) => isYaml(each) && looksLikeManifest(each.getText()));
}

function isYaml({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'yaml' && uri.scheme !== 'drydock';
}

/** Lets the user choose among the manifests of the workspace; undefined when the list is left. */
export async function askManifest(): Promise<vscode.Uri | undefined> {
  const items = await manifestsOfWorkspace();
  if (items.length === 0) throw new Error('there is no Kubernetes manifest in this workspace. Open one, or a folder with some.');
  const choice = await vscode.window.showQuickPick(items, {
    title: 'Simulate Apply',
    placeHolder: 'Which manifest?',
    matchOnDescription: true,
  });
  return choice?.uri;
}

async function manifestsOfWorkspace(): Promise<(vscode.QuickPickItem & { readonly uri: vscode.Uri })[]> {
  const files = await vscode.workspace.findFiles('**/*.{yaml,yml}', '**/{node_modules,vendor,dist}/**', mostFiles);
  const read = files.map(async (uri) => ({ uri, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) }));
  const manifests = (await Promise.all(read)).filter(({ text }) => looksLikeManifest(text) && !ownKind.test(text));
  return manifests
    .map(({ uri, text }) => ({ label: vscode.workspace.asRelativePath(uri), description: kindsOf(text), uri }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Clusters and scenarios are for Drydock itself, and nothing to apply. */
const ownKind = /^apiVersion\s*:\s*["']?drydock\.dev\//m;

function kindsOf(text: string): string {
  return [...text.matchAll(/^kind\s*:\s*["']?(\w+)/gm)].map(([, kind]) => kind).join(', ');
}
