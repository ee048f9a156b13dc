import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { ClusterSpec } from '../../cluster/spec.ts';
import type { LanguageContext } from '../../language/service.ts';
import { notifications } from '../../protocol.ts';
import type { ScenarioResult } from '../../scenario/types.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import { lineCounter } from '../lines.ts';
import { diagnosticAt, scenarioOf } from '../scenario-diagnostics.ts';
import { type RehearseParams, workerRequests } from '../worker/protocol.ts';
import type { EmulatorThread } from '../worker/thread.ts';
import { rehearseCommand } from './commands.ts';
import type { DiagnosticsPublisher } from './diagnostics.ts';

export interface RehearsalService {
  /** Resolved when the cluster to rehearse on is known. */
  readonly ready: Promise<unknown>;
  readonly context: LanguageContext;
  readonly publisher: DiagnosticsPublisher;
  readonly thread: EmulatorThread;
  readonly seed: () => number;
  readonly cluster: () => ClusterSpec;
}

/** Runs scenarios on the emulator's thread; what fails is shown where it is expected, and the timeline shows the run. */
export function serveRehearsals(connection: Connection, service: RehearsalService): void {
  connection.onExecuteCommand(async ({ command, arguments: given = [] }, token) => {
    if (command !== rehearseCommand) return;
    const [uri, line] = given as [string, number];
    const file = service.context.workspace.file(uri);
    const document = file ? documentAtLine(file, line) : -1;
    if (!file || document < 0) return;
    await service.ready;
    const { message, failed } = await rehearse(file, document, service, token);
    if (failed) connection.window.showWarningMessage(message);
    else connection.window.showInformationMessage(message);
    void connection.sendNotification(notifications.clusterChanged, { to: 0 });
  });
}

function documentAtLine(file: WorkspaceFile, line: number): number {
  const lineAt = lineCounter(file.text);
  return file.documents.findIndex(({ yaml }) => lineAt(yaml.offset + (yaml.root?.range.start ?? 0)) === line);
}

async function rehearse(
  file: WorkspaceFile,
  document: number,
  { context, publisher, thread, seed, cluster }: RehearsalService,
  token: CancellationToken,
): Promise<{ readonly message: string; readonly failed: boolean }> {
  const read = scenarioOf(context, file, document);
  if (!read?.scenario) {
    return { message: `This scenario cannot be run: ${read?.problems[0]?.message ?? 'it cannot be read'}`, failed: true };
  }
  const { spec, files, name } = read.scenario;
  const params: RehearseParams = { name, spec, files: [...files], seed: seed(), cluster: cluster() };
  const { failures, expectations, virtualSeconds } = await thread.request<ScenarioResult>(workerRequests.rehearse, params, token);
  const found = failures.map(({ at, path, what, found: actual, why }) => {
    const cause = why === undefined ? '' : `\nwhy: ${why}`;
    const message = `at ${at.toFixed(1)} s, ${what}; found: ${actual}${cause}`;
    return diagnosticAt(file, document, path, 'error', 'rehearsal', message);
  });
  publisher.addRehearsed(file, document, found);
  const size = `${expectations} expectations, ${virtualSeconds.toFixed(1)} s of virtual time`;
  if (failures.length === 0) return { message: `${name} passed: ${size}`, failed: false };
  return { message: `${name} failed: ${failures.length} of ${size}. ${found[0]?.message.split('\n')[0] ?? ''}`, failed: true };
}
