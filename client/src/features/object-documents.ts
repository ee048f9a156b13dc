import * as vscode from 'vscode';
import type { ObjectName, TreeItem } from '../../../server/src/protocol.ts';
import type { ClusterApi } from '../cluster-api.ts';
import { objectOf, register } from '../commands/register.ts';
import { objectPath, objectQuery, parseObjectUri } from '../object-uri.ts';
import { formatMoment } from '../time.ts';
import type { Moment } from './moment.ts';

const scheme = 'drydock';

/** Objects of the cluster as read-only YAML documents, kept up to date while they are open. */
export class ObjectDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #cluster: ClusterApi;
  readonly #moment: Moment;
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #subscriptions: vscode.Disposable[];

  readonly onDidChange = this.#changed.event;

  constructor(cluster: ClusterApi, moment: Moment) {
    this.#cluster = cluster;
    this.#moment = moment;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      register('drydock.showObject', (target?: TreeItem | ObjectName) => this.show(objectOf(target))),
      cluster.onClusterChanged(() => this.#refresh()),
      moment.onChanged(() => this.#refresh()),
    ];
  }

  async show(object: ObjectName): Promise<void> {
    const uri = vscode.Uri.from({ scheme, path: objectPath(object), query: objectQuery(object) });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const object = parseObjectUri(uri.query);
    if (!object) return `# ${uri.toString()} names no object.\n`;
    const at = this.#moment.at;
    const yaml = await this.#cluster.objectYaml(object, at);
    const where = object.namespace ? ` in namespace ${object.namespace}` : '';
    return (
      yaml ??
      `# ${object.kind} ${object.name}${where} does not exist ${at === undefined ? 'any more' : `at ${formatMoment(at)}`}.\n`
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose();
  }

  #refresh(): void {
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.scheme === scheme) this.#changed.fire(document.uri);
    }
  }
}
