import * as vscode from 'vscode';
import type { AppliedDocument, SimulateParams, SimulateResult } from '../../../server/src/protocol.ts';
import type { ClusterApi } from '../cluster-api.ts';
import type { StatusBar } from '../features/status-bar.ts';
import type { TimelinePanel } from '../features/timeline-panel.ts';
import { type Verdict, verdictOf } from '../verdict.ts';
import { shortRefusal } from '../refusal.ts';
import { askManifest, manifestInView } from './choose-manifest.ts';
import { register } from './register.ts';

/**
 * **Simulate Apply**. Called by the explorer with the clicked file and all selected ones, by a code lens with a URI
 * and a line, by the palette and the editor title with nothing or the file in front.
 */
export function registerSimulateApply(cluster: ClusterApi, status: StatusBar, timeline: TimelinePanel): vscode.Disposable {
  let running: vscode.CancellationTokenSource | undefined;
  return register('drydock.simulateApply', async (target?: vscode.Uri | string, more?: readonly vscode.Uri[] | number) => {
    const params = await simulateParams(target, more);
    if (!params) return undefined;
    // The newest wish counts: an older run would show a cluster that nobody waits for.
    running?.cancel();
    const cancellation = new vscode.CancellationTokenSource();
    running = cancellation;
    try {
      status.busy();
      const result = await simulateWithProgress(cluster, params, cancellation);
      const verdict = verdictOf(result);
      status.show(verdict);
      await showOutcome(result, verdict, timeline);
      return result;
    } catch (error) {
      if (cancellation.token.isCancellationRequested) return undefined;
      throw error;
    } finally {
      if (running === cancellation) {
        running = undefined;
        status.idle();
      }
      cancellation.dispose();
    }
  });
}

async function simulateParams(
  target: vscode.Uri | string | undefined,
  more: readonly vscode.Uri[] | number | undefined,
): Promise<SimulateParams | undefined> {
  if (typeof more === 'number' && target !== undefined) return { uris: [target.toString()], line: more };
  if (Array.isArray(more) && more.length > 0) return { uris: more.map((uri: vscode.Uri) => uri.toString()) };
  const uri = target ?? manifestInView()?.uri ?? (await askManifest());
  return uri === undefined ? undefined : { uris: [uri.toString()] };
}

function simulateWithProgress(
  cluster: ClusterApi,
  params: SimulateParams,
  cancellation: vscode.CancellationTokenSource,
): Thenable<SimulateResult> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'Simulating', cancellable: true };
  return vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => cancellation.cancel());
    let last = 0;
    return cluster.simulate(params, cancellation.token, ({ message, percentage }) => {
      const increment = percentage === undefined ? undefined : Math.max(0, percentage - last);
      last = percentage ?? last;
      progress.report({ message, increment });
    });
  });
}

async function showOutcome(result: SimulateResult, verdict: Verdict, timeline: TimelinePanel): Promise<void> {
  const wish = vscode.workspace.getConfiguration('drydock').get<string>('openTimeline', 'always');
  const ran = result.outcome.length > 0;
  if (ran && (wish === 'always' || (wish === 'onTrouble' && verdict.level !== 'success')))
    await timeline.show({ preserveFocus: true });
  const refused = result.applied.filter((document) => document.result === 'refused');
  if (refused.length > 0) void offerRefused(refused);
  else if (verdict.level !== 'success') {
    void offer(vscode.window.showWarningMessage(verdict.text, 'Show Timeline'), () => timeline.show({ preserveFocus: false }));
  }
}

/** A notification holds a line or two; the server's whole text is in the Problems view, or behind a button. */
async function offerRefused(refused: readonly AppliedDocument[]): Promise<void> {
  const [first] = refused;
  if (!first) return;
  const text = `The API server would refuse ${shortRefusal(refused)}`;
  const choice = await vscode.window.showErrorMessage(text, 'Show', 'Show Details');
  if (choice === 'Show') await showPlace(first.uri, first.line);
  if (choice === 'Show Details')
    await vscode.window.showErrorMessage('Refused', { modal: true, detail: refused.map(({ message }) => message).join('\n\n') });
}

async function offer(message: Thenable<string | undefined>, run: () => Promise<unknown>): Promise<void> {
  if (await message) await run();
}

/** @param line from 0 */
async function showPlace(uri: string, line: number): Promise<void> {
  const selection = new vscode.Range(line, 0, line, 0);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection, preview: true, viewColumn: vscode.ViewColumn.One });
}
