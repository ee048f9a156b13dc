import type * as vscode from 'vscode';
import type { ClusterApi } from '../cluster-api.ts';
import type { StatusBar } from '../features/status-bar.ts';
import { act, register } from './register.ts';

/** Asks nothing first: the cluster holds only what simulating again brings back. */
export function registerResetCluster(cluster: ClusterApi, status: StatusBar): vscode.Disposable {
  return register('drydock.resetCluster', async () => {
    const result = await act(cluster, { do: 'reset' });
    if (!result.failed) status.clear();
    return result;
  });
}
