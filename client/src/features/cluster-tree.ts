import * as vscode from 'vscode';
import type { TreeItem } from '../../../server/src/protocol.ts';
import type { ClusterApi } from '../cluster-api.ts';
import { stateIcon } from '../state-icons.ts';
import { formatMoment } from '../time.ts';
import type { Moment } from './moment.ts';

type GroupBy = 'node' | 'owner';

const groupByKey = 'drydock.groupBy';

/** **Running Pods**: the cluster as the server describes it, now or at the moment that the timeline shows. */
export class ClusterTree implements vscode.TreeDataProvider<TreeItem>, vscode.Disposable {
  readonly #cluster: ClusterApi;
  readonly #moment: Moment;
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #parents = new WeakMap<TreeItem, TreeItem>();
  readonly #view: vscode.TreeView<TreeItem>;
  readonly #subscriptions: vscode.Disposable[];

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(cluster: ClusterApi, moment: Moment, memory: vscode.Memento) {
    this.#cluster = cluster;
    this.#moment = moment;
    this.#memory = memory;
    this.#view = vscode.window.createTreeView('drydock.pods', { treeDataProvider: this, showCollapseAll: true });
    const refresh = () => this.#changed.fire();
    this.#subscriptions = [
      cluster.onStateChanged(refresh),
      cluster.onClusterChanged(refresh),
      moment.onChanged(refresh),
      vscode.commands.registerCommand('drydock.refresh', refresh),
      vscode.commands.registerCommand('drydock.groupByNode', () => this.#group('node')),
      vscode.commands.registerCommand('drydock.groupByOwner', () => this.#group('owner')),
    ];
    this.#tellGrouping();
  }

  async getChildren(parent?: TreeItem): Promise<TreeItem[]> {
    if (parent) {
      for (const child of parent.children) this.#parents.set(child, parent);
      return [...parent.children];
    }
    if (this.#cluster.state !== 'running') return [];
    const at = this.#moment.at;
    try {
      const items = await this.#cluster.tree({ groupBy: this.#groupBy, at });
      this.#view.message = at === undefined ? undefined : `The cluster at ${formatMoment(at)}`;
      return items;
    } catch (error) {
      this.#view.message = `The cluster could not be read: ${error instanceof Error ? error.message : String(error)}`;
      return [];
    }
  }

  getParent(item: TreeItem): TreeItem | undefined {
    return this.#parents.get(item);
  }

  getTreeItem(item: TreeItem): vscode.TreeItem {
    const row = new vscode.TreeItem(item.label, collapsibility(item));
    // The two groupings may name the same pod, but are opened and closed apart.
    row.id = `${this.#groupBy}/${item.id}`;
    row.description = item.description;
    row.tooltip = new vscode.MarkdownString(item.tooltip, true);
    row.iconPath = stateIcon(item.icon);
    row.contextValue = item.context;
    row.accessibilityInformation = { label: [item.label, item.description].filter(Boolean).join(', ') };
    if (item.object) row.command = { command: 'drydock.showObject', title: 'Show Object as YAML', arguments: [item] };
    return row;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#view, this.#changed).dispose();
  }

  get #groupBy(): GroupBy {
    return this.#memory.get<GroupBy>(groupByKey, 'node');
  }

  async #group(by: GroupBy): Promise<void> {
    await this.#memory.update(groupByKey, by);
    this.#tellGrouping();
    this.#changed.fire();
  }

  #tellGrouping(): void {
    void vscode.commands.executeCommand('setContext', groupByKey, this.#groupBy);
  }
}

function collapsibility(item: TreeItem): vscode.TreeItemCollapsibleState {
  if (item.children.length === 0) return vscode.TreeItemCollapsibleState.None;
  return item.expanded ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}
