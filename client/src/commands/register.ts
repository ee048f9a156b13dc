import * as vscode from 'vscode';
import type { ActionResult, ClusterAction, ObjectName, TreeItem } from '../../../server/src/protocol.ts';
import type { ClusterApi } from '../cluster-api.ts';

/** Registers a command whose failure is told once, with a way to see more. */
export function register<Args extends unknown[]>(command: string, run: (...args: Args) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(command, async (...args: Args) => {
    try {
      return await run(...args);
    } catch (error) {
      const choice = await vscode.window.showErrorMessage(`Drydock: ${messageOf(error)}`, 'Show Output');
      if (choice) await vscode.commands.executeCommand('drydock.showOutput');
      return undefined;
    }
  });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The object that a menu entry or another extension means: a row of the tree, or the name itself. */
export function objectOf(argument: TreeItem | ObjectName | undefined): ObjectName {
  if (argument && 'object' in argument && argument.object) return argument.object;
  if (argument && 'kind' in argument) return argument;
  throw new Error('choose an object in the Running Pods view.');
}

/** Carries out an action while the tree shows that it is busy, and says what came of it as kubectl would. */
export async function act(cluster: ClusterApi, action: ClusterAction): Promise<ActionResult> {
  const result = await vscode.window.withProgress({ location: { viewId: 'drydock.pods' } }, () => cluster.act(action));
  if (result.failed) void vscode.window.showErrorMessage(result.message);
  else vscode.window.setStatusBarMessage(`$(check) ${result.message}`, 5000);
  return result;
}
