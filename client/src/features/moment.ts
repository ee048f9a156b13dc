import * as vscode from 'vscode';
import type { ClusterApi } from '../cluster-api.ts';

/** The moment of virtual time that the tree, the timeline and open objects show; undefined is the present. */
export class Moment implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<number | undefined>();
  readonly #subscriptions: vscode.Disposable[];
  #at: number | undefined;

  readonly onChanged = this.#changed.event;

  constructor(cluster: ClusterApi) {
    this.#subscriptions = [
      // What is new is what the user just asked for.
      cluster.onClusterChanged(() => this.set(undefined)),
      vscode.commands.registerCommand('drydock.followNow', () => this.set(undefined)),
    ];
  }

  get at(): number | undefined {
    return this.#at;
  }

  /** @param at virtual seconds since the cluster's start */
  set(at: number | undefined): void {
    if (at === this.#at) return;
    this.#at = at;
    void vscode.commands.executeCommand('setContext', 'drydock.treeInPast', at !== undefined);
    this.#changed.fire(at);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose();
  }
}
