import * as vscode from 'vscode';
import type { ClusterApi } from '../cluster-api.ts';

/** Lets the manifest's `when` clauses know how the server is: the empty tree says why it is empty. */
export function watchServerState(cluster: ClusterApi): vscode.Disposable {
  const tell = () => void vscode.commands.executeCommand('setContext', 'drydock.server', cluster.state);
  tell();
  return cluster.onStateChanged(tell);
}
