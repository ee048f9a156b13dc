import * as vscode from 'vscode';
import type { ObjectName, TreeItem } from '../../../server/src/protocol.ts';
import type { ClusterApi } from '../cluster-api.ts';
import { checkReplicas } from '../replicas.ts';
import { act, objectOf, register } from './register.ts';

export function registerScale(cluster: ClusterApi): vscode.Disposable {
  return register('drydock.scale', async (target?: TreeItem | ObjectName, replicas?: number) => {
    const object = objectOf(target);
    const wanted = replicas ?? (await askReplicas(object));
    if (wanted === undefined) return undefined;
    return act(cluster, { do: 'scale', object, replicas: wanted });
  });
}

async function askReplicas(object: ObjectName): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: `Scale ${object.kind} ${object.name}`,
    prompt: 'Number of replicas',
    placeHolder: '3',
    validateInput: checkReplicas,
  });
  return text === undefined ? undefined : Number(text);
}
