import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ClusterApi } from '../cluster-api.ts';
import { act, messageOf, register } from '../commands/register.ts';
import type { Moment } from './moment.ts';
import { type FromPage, pageCommands, type ToPage } from './timeline-messages.ts';

const viewType = 'drydock.timeline';

/** **Timeline**: hosts the page of `client/webview`, and carries its messages. One panel for the whole window. */
export class TimelinePanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #cluster: ClusterApi;
  readonly #moment: Moment;
  readonly #subscriptions: vscode.Disposable[];
  #panel: vscode.WebviewPanel | undefined;
  /** The page knows where its own scrubber stands; an echo would fight the hand that moves it. */
  #scrubbing = false;

  constructor(extension: vscode.Uri, cluster: ClusterApi, moment: Moment) {
    this.#extension = extension;
    this.#cluster = cluster;
    this.#moment = moment;
    this.#subscriptions = [
      register('drydock.showTimeline', () => this.show({ preserveFocus: false })),
      vscode.window.registerWebviewPanelSerializer(viewType, this),
      cluster.onClusterChanged(() => void this.#sendTimeline()),
      cluster.onStateChanged((state) => {
        if (state === 'running') void this.#sendTimeline();
      }),
      moment.onChanged((at) => {
        if (!this.#scrubbing) this.#send({ type: 'at', at });
      }),
    ];
  }

  async show(options: { preserveFocus: boolean }): Promise<void> {
    if (this.#panel) {
      this.#panel.reveal(undefined, options.preserveFocus);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: options.preserveFocus };
    this.#host(vscode.window.createWebviewPanel(viewType, 'Timeline', place, { retainContextWhenHidden: true }));
    await Promise.resolve();
  }

  /** VS Code brings the panel back after a reload; the page asks for its data itself. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#host(panel);
    await Promise.resolve();
  }

  dispose(): void {
    this.#panel?.dispose();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #host(panel: vscode.WebviewPanel): void {
    this.#panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.#extension, 'client/media/timeline.svg');
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#moment.set(undefined);
    });
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(this.#extension, 'dist/webview')] };
    panel.webview.onDidReceiveMessage((message: FromPage) => this.#receive(message));
    panel.webview.html = this.#page(panel.webview);
  }

  async #receive(message: FromPage): Promise<void> {
    try {
      await this.#answer(message);
    } catch (error) {
      void vscode.window.showErrorMessage(`Drydock: ${messageOf(error)}`);
    }
  }

  async #answer(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        await this.#sendTimeline();
        return;
      case 'at':
        this.#scrubbing = true;
        this.#moment.set(message.at);
        this.#scrubbing = false;
        return;
      case 'showObject':
        await vscode.commands.executeCommand('drydock.showObject', message.object);
        return;
      case 'act':
        await act(this.#cluster, message.action);
        return;
      case 'command':
        if (pageCommands.includes(message.command))
          await vscode.commands.executeCommand(message.command, ...(message.object ? [message.object] : []));
    }
  }

  async #sendTimeline(): Promise<void> {
    if (!this.#panel) return;
    try {
      this.#send({ type: 'timeline', timeline: await this.#cluster.timeline(), at: this.#moment.at });
    } catch (error) {
      this.#send({ type: 'error', message: messageOf(error) });
    }
  }

  #send(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }

  #page(webview: vscode.Webview): string {
    const nonce = randomBytes(16).toString('base64');
    const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(this.#extension, 'dist/webview', name)).toString();
    const policy = [
      "default-src 'none'",
      `img-src ${webview.cspSource} data:`,
      `font-src ${webview.cspSource}`,
      `style-src ${webview.cspSource}`,
      `script-src 'nonce-${nonce}'`,
    ].join('; ');
    return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Timeline</title>
  <link rel="stylesheet" href="${file('main.css')}">
</head>
<body>
  <main id="root"></main>
  <script type="module" nonce="${nonce}" src="${file('main.js')}"></script>
</body>
</html>`;
  }
}
