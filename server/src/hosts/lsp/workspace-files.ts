import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Connection, FileChangeType, type TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Workspace } from '../../workspace/index.ts';
import type { DiagnosticsPublisher } from './diagnostics.ts';
import { guarded } from './guarded.ts';

const manifestName = /\.(ya?ml|json)$/i;
const yamlName = /\.ya?ml$/i;
const skippedFolders = new Set(['node_modules', '.git', 'dist', 'vendor']);
/** Larger files are no manifests. An open one is answered with a message by the reader itself. */
const largestBytes = 5_000_000;
/** A folder with more manifests than this is some other kind of folder. */
const mostFiles = 5000;

/** Keeps the workspace in step with the editor's buffers and, for what is not open, with the disk. */
export class WorkspaceFiles {
  folders: readonly string[] = [];
  /** Resolved when the folders' files have been read for the first time. */
  readonly scanned: Promise<void>;
  private tellScanned: () => void = () => undefined;
  private readonly listeners: ((uri: string) => void)[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly workspace: Workspace,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly publisher: DiagnosticsPublisher,
  ) {
    this.scanned = new Promise((resolve) => {
      this.tellScanned = resolve;
    });
    documents.onDidChangeContent(({ document }) => {
      this.update(document.uri, document.getText());
    });
    documents.onDidClose(({ document }) => {
      void this.refreshFromDisk(document.uri);
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri, type } of changes) {
        if (this.documents.get(uri)) continue;
        if (type === FileChangeType.Deleted) this.forget(uri);
        else void this.refreshFromDisk(uri);
      }
    });
  }

  /** Tells of every file that changed. */
  onChange(listener: (uri: string) => void): void {
    this.listeners.push(listener);
  }

  /** Reads all manifests of the workspace's folders, in the background. */
  async scan(): Promise<void> {
    this.publisher.isReadingFiles = true;
    try {
      await this.readFolders();
    } finally {
      this.publisher.isReadingFiles = false;
      this.tellScanned();
    }
    this.publisher.refreshWorkspaceSoon();
  }

  private async readFolders(): Promise<void> {
    let count = 0;
    for (const folder of this.folders) {
      for await (const file of manifestsBelow(fileURLToPath(folder))) {
        count += 1;
        if (count > mostFiles) {
          this.connection.console.warn(
            `more than ${mostFiles} manifests: references between files are checked for the first ones only`,
          );
          return;
        }
        const uri = pathToFileURL(file).toString();
        if (!this.documents.get(uri)) await this.refreshFromDisk(uri);
      }
    }
  }

  /** Files at or below a URI, in alphabetical order as kubectl takes them, read where they are not open. */
  async filesAt(uri: string): Promise<readonly string[]> {
    if (!uri.startsWith('file:')) return this.workspace.file(uri) ? [uri] : [];
    const target = fileURLToPath(uri);
    const info = await stat(target).catch(() => undefined);
    const paths: string[] = [];
    if (info?.isDirectory()) for await (const file of manifestsBelow(target)) paths.push(file);
    const uris = info?.isDirectory() ? paths.map((file) => pathToFileURL(file).toString()) : [uri];
    for (const each of uris) if (!this.workspace.file(each)) await this.refreshFromDisk(each);
    return uris.filter((each) => this.workspace.file(each) !== undefined);
  }

  /** Why the one file that a URI names is not read, in words; undefined when it is, or names a folder. */
  async problemAt(uri: string): Promise<string | undefined> {
    if (!uri.startsWith('file:') || this.documents.get(uri)) return undefined;
    const file = fileURLToPath(uri);
    const info = await stat(file).catch(() => undefined);
    if (!info) return `${path.basename(file)} cannot be read.`;
    if (!info.isFile() || info.size <= largestBytes) return undefined;
    return `${path.basename(file)} has ${Math.round(info.size / 1e6)} MB and is skipped: more than ${largestBytes / 1e6} MB are no manifest.`;
  }

  private update(uri: string, text: string): void {
    guarded(this.connection, 'validation', undefined, () => {
      this.take(uri, text);
    });
  }

  private take(uri: string, text: string): void {
    const change = this.workspace.set(uri, text);
    this.publisher.publish(uri);
    for (const other of change.dialects) if (other !== uri) this.publisher.publish(other);
    const isKustomization = this.workspace.file(uri)?.dialect === 'kustomization';
    if (change.added.length > 0 || change.removed.length > 0 || isKustomization) this.publisher.refreshWorkspaceSoon();
    for (const listener of this.listeners) listener(uri);
  }

  private forget(uri: string): void {
    this.workspace.remove(uri);
    this.publisher.clear(uri);
    this.publisher.refreshWorkspaceSoon();
    for (const listener of this.listeners) listener(uri);
  }

  private async refreshFromDisk(uri: string): Promise<void> {
    if (!uri.startsWith('file:') || !manifestName.test(uri)) {
      this.forget(uri);
      return;
    }
    const file = fileURLToPath(uri);
    const info = await stat(file).catch(() => undefined);
    if (!info?.isFile() || info.size > largestBytes) {
      this.forget(uri);
      return;
    }
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined || this.documents.get(uri)) return;
    this.update(uri, text);
  }
}

async function* manifestsBelow(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = path.join(folder, entry.name);
    if (entry.isDirectory() && !skippedFolders.has(entry.name)) yield* manifestsBelow(below);
    else if (entry.isFile() && yamlName.test(entry.name)) yield below;
  }
}
