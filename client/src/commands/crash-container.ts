import * as vscode from 'vscode';
import type { ObjectName, TreeItem } from '../../../server/src/protocol.ts';
import type { ClusterApi } from '../cluster-api.ts';
import { act, objectOf, register } from './register.ts';

/** What an exit code usually means, since that is what a user wants to rehearse. */
const exits = [
  { exitCode: 1, label: 'Exit code 1', description: 'the application failed' },
  { exitCode: 137, label: 'Exit code 137', description: 'killed (SIGKILL), for example out of memory' },
  { exitCode: 143, label: 'Exit code 143', description: 'ended by SIGTERM' },
  { exitCode: 0, label: 'Exit code 0', description: 'ended without an error' },
];

export function registerCrashContainer(cluster: ClusterApi): vscode.Disposable {
  return register(
    'drydock.crashContainer',
    async (target?: TreeItem | ObjectName, options?: { exitCode?: number; container?: string }) => {
      const object = objectOf(target);
      const exitCode = options?.exitCode ?? (await askExitCode(object));
      if (exitCode === undefined) return undefined;
      return act(cluster, { do: 'crashContainer', object, exitCode, container: options?.container });
    },
  );
}

async function askExitCode(object: ObjectName): Promise<number | undefined> {
  const choice = await vscode.window.showQuickPick(exits, {
    title: `Crash a container of ${object.name}`,
    placeHolder: 'How does its process end?',
  });
  return choice?.exitCode;
}
