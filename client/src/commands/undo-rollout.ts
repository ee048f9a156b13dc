import * as vscode from 'vscode';
import type { ObjectName, RevisionInfo, TreeItem } from '../../../server/src/protocol.ts';
import type { ClusterApi } from '../cluster-api.ts';
import { act, objectOf, register } from './register.ts';

export function registerUndoRollout(cluster: ClusterApi): vscode.Disposable {
  return register('drydock.undoRollout', async (target?: TreeItem | ObjectName, toRevision?: number) => {
    const object = objectOf(target);
    const revision = toRevision ?? (await askRevision(object, await cluster.revisions(object)));
    if (revision === undefined) return undefined;
    return act(cluster, { do: 'undo', object, toRevision: revision });
  });
}

async function askRevision(object: ObjectName, revisions: readonly RevisionInfo[]): Promise<number | undefined> {
  const earlier = revisions.filter((revision) => !revision.current).sort((a, b) => b.revision - a.revision);
  if (earlier.length === 0) {
    void vscode.window.showInformationMessage(`${object.kind} ${object.name} has no earlier revision to roll back to.`);
    return undefined;
  }
  const items = earlier.map((revision, index) => ({
    label: `Revision ${revision.revision}`,
    description: index === 0 ? `${revision.name} · the previous one` : revision.name,
    detail: revision.images.join(', '),
    revision: revision.revision,
  }));
  const choice = await vscode.window.showQuickPick(items, {
    title: `Roll back ${object.kind} ${object.name}`,
    placeHolder: 'To which revision?',
    matchOnDetail: true,
  });
  return choice?.revision;
}
