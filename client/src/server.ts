import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
  TransportKind,
  WorkDoneProgress,
} from 'vscode-languageclient/node';
import {
  type ActionResult,
  type ClusterAction,
  type CommittedText,
  notifications,
  type ObjectName,
  type RevisionInfo,
  requests,
  type SimulateParams,
  type SimulateResult,
  type Timeline,
  type TreeItem,
  type TreeParams,
} from '../../server/src/protocol.ts';
import type { ClusterApi, ServerState, SimulationProgress } from './cluster-api.ts';
import { linkToRulePage } from './rule-uri.ts';

/** A server that ends more often than this within {@link restartWindowMs} is left alone until the user restarts it. */
const restartLimit = 3;
const restartWindowMs = 180_000;

/** The language server's process: starts it, restarts it, and carries the questions of the features to it. */
export class Server implements ClusterApi, vscode.Disposable {
  readonly #output = vscode.window.createOutputChannel('Drydock', { log: true });
  readonly #stateChanged = new vscode.EventEmitter<ServerState>();
  readonly #clusterChanged = new vscode.EventEmitter<void>();
  readonly #reset = new vscode.EventEmitter<void>();
  readonly #client: LanguageClient;
  #state: ServerState = 'starting';
  #crashes: number[] = [];
  #runs = 0;

  readonly onStateChanged = this.#stateChanged.event;
  readonly onClusterChanged = this.#clusterChanged.event;
  readonly onReset = this.#reset.event;

  constructor(module: string) {
    const run = { module, transport: TransportKind.ipc };
    const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
    this.#client = new LanguageClient('drydock', 'Drydock', { run, debug }, this.#options());
    this.#client.onNotification(notifications.clusterChanged, () => this.#clusterChanged.fire());
    this.#client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.#enter('running');
      if (newState === State.Starting) this.#enter('starting');
    });
  }

  get state(): ServerState {
    return this.#state;
  }

  async start(): Promise<void> {
    this.#enter('starting');
    try {
      await this.#client.start();
    } catch (error) {
      this.#output.error(`The server did not start: ${String(error)}`);
      this.#fail('The Drydock server could not be started.');
    }
  }

  async restart(): Promise<void> {
    this.#crashes = [];
    if (this.#client.isRunning()) await this.#client.restart();
    else await this.start();
  }

  showOutput(): void {
    this.#output.show(true);
  }

  async simulate(
    params: SimulateParams,
    token: vscode.CancellationToken,
    report: (progress: SimulationProgress) => void,
  ): Promise<SimulateResult> {
    const workDoneToken = `drydock-simulate-${this.#runs++}`;
    const listening = this.#client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== 'end') report({ message: value.message, percentage: value.percentage });
    });
    try {
      return await this.#ask<SimulateResult>(requests.simulate, { ...params, workDoneToken }, token);
    } finally {
      listening.dispose();
    }
  }

  async act(action: ClusterAction): Promise<ActionResult> {
    const result = await this.#ask<ActionResult>(requests.act, action);
    if (action.do === 'reset' && !result.failed) this.#reset.fire();
    return result;
  }

  tree(params: TreeParams): Promise<TreeItem[]> {
    return this.#ask(requests.tree, params);
  }

  timeline(): Promise<Timeline | null> {
    return this.#ask(requests.timeline, null);
  }

  objectYaml(object: ObjectName, at: number | undefined): Promise<string | null> {
    return this.#ask(requests.objectYaml, { object, at });
  }

  revisions(object: ObjectName): Promise<RevisionInfo[]> {
    return this.#ask(requests.revisions, object);
  }

  /** A server that is not running learns of it when it is. */
  async tellCommitted(committed: CommittedText): Promise<void> {
    if (this.#client.isRunning()) await this.#client.sendNotification(notifications.committedText, committed);
  }

  rulePage(rule: string | null): Promise<string | null> {
    return this.#ask(requests.rulePage, rule);
  }

  async dispose(): Promise<void> {
    // A server that did not start cannot be stopped; there is nothing left to do about it.
    if (this.#client.needsStop()) await this.#client.dispose().catch(() => undefined);
    this.#stateChanged.dispose();
    this.#clusterChanged.dispose();
    this.#reset.dispose();
    this.#output.dispose();
  }

  #ask<Result>(method: string, params: unknown, token?: vscode.CancellationToken): Promise<Result> {
    if (this.#state === 'failed') return Promise.reject(new Error('The Drydock server is not running.'));
    return this.#client.sendRequest<Result>(method, params, token);
  }

  #options(): LanguageClientOptions {
    return {
      documentSelector: ['file', 'untitled'].map((scheme) => ({ scheme, language: 'yaml' })),
      synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{yaml,yml}') },
      outputChannel: this.#output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: { handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(linkToRulePage)) },
      errorHandler: {
        error: (error) => {
          this.#output.error(error.message);
          return { action: ErrorAction.Continue, handled: true };
        },
        closed: () => this.#closed(),
      },
      initializationFailedHandler: (error) => {
        this.#output.error(`The server refused to start: ${String(error)}`);
        return false;
      },
    };
  }

  #closed(): { action: CloseAction; handled: true } {
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < restartWindowMs), now];
    if (this.#crashes.length <= restartLimit) {
      this.#output.warn('The server ended unexpectedly and is started again. The built-in cluster begins anew.');
      return { action: CloseAction.Restart, handled: true };
    }
    this.#fail(`The Drydock server ended ${this.#crashes.length} times within three minutes and stays off.`);
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  #fail(message: string): void {
    this.#enter('failed');
    void vscode.window.showErrorMessage(message, 'Restart Server', 'Show Output').then((choice) => {
      if (choice === 'Restart Server') void this.restart();
      if (choice === 'Show Output') this.showOutput();
    });
  }

  #enter(state: ServerState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}
