import * as vscode from 'vscode';
import { looksLikeManifest } from '../manifest.ts';

/** The first part of a file decides whether its editor gets a button; a manifest says what it is early. */
const linesLookedAt = 400;

/** Shows the editor's button on Kubernetes manifests and on nothing else. */
export function watchManifestContext(): vscode.Disposable {
  let shown: boolean | undefined;
  const update = () => {
    const document = vscode.window.activeTextEditor?.document;
    const isManifest = document?.languageId === 'yaml' && document.uri.scheme !== 'drydock' && looksLikeManifest(head(document));
    if (isManifest === shown) return;
    shown = isManifest;
    void vscode.commands.executeCommand('setContext', 'drydock.activeIsManifest', isManifest);
  };
  update();
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === vscode.window.activeTextEditor?.document) update();
    }),
  );
}

function head(document: vscode.TextDocument): string {
  return document.getText(new vscode.Range(0, 0, linesLookedAt, 0));
}
