import * as vscode from 'vscode';
import type { ClusterApi } from '../cluster-api.ts';

/**
 * Shows **First Steps** above the cluster until something has run on it. The view is only its welcome text, which is in
 * the extension's manifest.
 */
export function showFirstSteps(cluster: ClusterApi): vscode.Disposable {
  let isFresh: boolean | undefined;
  const tell = (fresh: boolean) => {
    if (fresh === isFresh) return;
    isFresh = fresh;
    void vscode.commands.executeCommand('setContext', 'drydock.nothingSimulated', fresh);
  };
  const look = async () => {
    if (!isFresh || cluster.state !== 'running') return;
    // A run's timeline can be large, so it is asked for only until there is one.
    const timeline = await cluster.timeline().catch(() => null);
    tell(timeline === null);
  };
  tell(true);
  return vscode.Disposable.from(
    vscode.window.registerTreeDataProvider('drydock.firstSteps', noRows),
    cluster.onClusterChanged(() => void look()),
    cluster.onReset(() => tell(true)),
    cluster.onStateChanged((state) => {
      if (state !== 'running') tell(true);
    }),
  );
}

const noRows: vscode.TreeDataProvider<never> = {
  getChildren: () => [],
  getTreeItem: (row) => row,
};
