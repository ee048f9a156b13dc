import type * as vscode from 'vscode';
import { registerPlainActions } from './commands/plain-actions.ts';
import { registerCrashContainer } from './commands/crash-container.ts';
import { registerResetCluster } from './commands/reset-cluster.ts';
import { registerScale } from './commands/scale.ts';
import { registerServerCommands } from './commands/server-commands.ts';
import { registerSimulateApply } from './commands/simulate-apply.ts';
import { registerUndoRollout } from './commands/undo-rollout.ts';
import type { ClusterApi } from './cluster-api.ts';
import { ClusterTree } from './features/cluster-tree.ts';
import { showFirstSteps } from './features/first-steps.ts';
import { tellCommittedTexts } from './features/committed-texts.ts';
import { watchManifestContext } from './features/manifest-context.ts';
import { Moment } from './features/moment.ts';
import { ObjectDocuments } from './features/object-documents.ts';
import { registerRulePages } from './features/rule-pages.ts';
import { watchServerState } from './features/server-state.ts';
import { StatusBar } from './features/status-bar.ts';
import { TimelinePanel } from './features/timeline-panel.ts';
import { Server } from './server.ts';

/** What other extensions and the tests may ask. */
export interface DrydockApi {
  readonly cluster: ClusterApi;
}

/** Composition root: makes the parts, hands each what it needs, and starts the server. */
export function activate(context: vscode.ExtensionContext): DrydockApi {
  const server = new Server(context.asAbsolutePath('dist/server.cjs'));
  const moment = new Moment(server);
  const objects = new ObjectDocuments(server, moment);
  const tree = new ClusterTree(server, moment, context.workspaceState);
  const status = new StatusBar(server);
  const timeline = new TimelinePanel(context.extensionUri, server, moment);
  context.subscriptions.push(
    server,
    moment,
    objects,
    tree,
    status,
    timeline,
    watchServerState(server),
    showFirstSteps(server),
    watchManifestContext(),
    registerRulePages(server),
    tellCommittedTexts(server),
    registerSimulateApply(server, status, timeline),
    registerPlainActions(server),
    registerCrashContainer(server),
    registerScale(server),
    registerUndoRollout(server),
    registerResetCluster(server, status),
    registerServerCommands(server),
  );
  void server.start();
  return { cluster: server };
}
