import * as vscode from 'vscode';
import type { ClusterApi } from '../cluster-api.ts';
import type { Verdict } from '../verdict.ts';

const icons = { success: '$(pass)', warning: '$(warning)', error: '$(error)' } as const;
const backgrounds = {
  success: undefined,
  warning: 'statusBarItem.warningBackground',
  error: 'statusBarItem.errorBackground',
} as const;

/** The last run's verdict; a click opens the timeline. Hidden until there is one. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('drydock.verdict', vscode.StatusBarAlignment.Left, 10);
  readonly #listening: vscode.Disposable;
  #verdict: Verdict | undefined;

  constructor(cluster: ClusterApi) {
    this.#item.name = 'Drydock';
    // A server that starts anew begins with an empty cluster, so an older verdict would speak of nothing.
    this.#listening = cluster.onStateChanged((state) => {
      if (state !== 'running') this.clear();
    });
  }

  busy(): void {
    this.#item.text = '$(sync~spin) Drydock: simulating';
    this.#item.tooltip = undefined;
    this.#item.command = undefined;
    this.#item.backgroundColor = undefined;
    this.#item.show();
  }

  /** Back to the last verdict when a run ended without one. */
  idle(): void {
    if (this.#verdict) this.show(this.#verdict);
    else this.#item.hide();
  }

  show(verdict: Verdict): void {
    this.#verdict = verdict;
    const background = backgrounds[verdict.level];
    this.#item.text = `${icons[verdict.level]} Drydock: ${verdict.text}`;
    this.#item.tooltip = new vscode.MarkdownString(
      [...verdict.details.map((line) => `- ${line}`), '', 'Click to show the timeline.'].join('\n'),
    );
    this.#item.command = 'drydock.showTimeline';
    this.#item.backgroundColor = background ? new vscode.ThemeColor(background) : undefined;
    this.#item.accessibilityInformation = { label: `Drydock: ${verdict.text}`, role: 'button' };
    this.#item.show();
  }

  clear(): void {
    this.#verdict = undefined;
    this.#item.hide();
  }

  dispose(): void {
    vscode.Disposable.from(this.#item, this.#listening).dispose();
  }
}
