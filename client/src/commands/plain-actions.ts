import * as vscode from 'vscode';
import type { ClusterAction, ObjectName, TreeItem } from '../../../server/src/protocol.ts';
import type { ClusterApi } from '../cluster-api.ts';
import { act, objectOf, register } from './register.ts';

/** Actions on one object that need no further question. The cluster is a rehearsal: nothing here can lose anything. */
const actions: Readonly<Record<string, (object: ObjectName) => ClusterAction>> = {
  'drydock.deletePod': (object) => ({ do: 'deletePod', object }),
  'drydock.cordonNode': (object) => ({ do: 'cordon', object }),
  'drydock.uncordonNode': (object) => ({ do: 'uncordon', object }),
  'drydock.drainNode': (object) => ({ do: 'drain', object }),
  'drydock.failNode': (object) => ({ do: 'failNode', object }),
  'drydock.recoverNode': (object) => ({ do: 'recoverNode', object }),
  'drydock.restartRollout': (object) => ({ do: 'restart', object }),
  'drydock.pauseRollout': (object) => ({ do: 'pause', object }),
  'drydock.resumeRollout': (object) => ({ do: 'resume', object }),
  'drydock.deleteObject': (object) => ({ do: 'deleteObject', object }),
};

export function registerPlainActions(cluster: ClusterApi): vscode.Disposable {
  const registered = Object.entries(actions).map(([command, toAction]) =>
    register(command, (target?: TreeItem | ObjectName) => act(cluster, toAction(objectOf(target)))),
  );
  return vscode.Disposable.from(...registered);
}
