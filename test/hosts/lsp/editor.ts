import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as esbuild from 'esbuild';
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import type { Diagnostic, PublishDiagnosticsParams, Range } from 'vscode-languageserver/node';

const root = path.join(import.meta.dirname, '../../..');

/** The server's bundles in a folder of their own, as the build makes them. A file `die` there kills the worker. */
export async function bundleServer(): Promise<string> {
  const dist = mkdtempSync(path.join(tmpdir(), 'drydock-lsp-'));
  await esbuild.build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.9',
    define: { 'import.meta.dirname': '__dirname' },
    mainFields: ['module', 'main'],
    entryPoints: { server: 'server/src/hosts/lsp/main.ts', emulator: 'server/src/hosts/worker/main.ts' },
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    logLevel: 'warning',
  });
  mkdirSync(path.join(dist, 'schemas'));
  const isStructure = /^(kubernetes-.*|drydock-v1alpha1)\.json$/;
  for (const name of readdirSync(path.join(root, 'schemas')).filter((each) => isStructure.test(each))) {
    cpSync(path.join(root, 'schemas', name), path.join(dist, 'schemas', name));
  }
  const descriptions = { 'apps.v1.DeploymentSpec.replicas': 'How many pods there are to be.' };
  writeFileSync(path.join(dist, 'schemas/descriptions-1.37.json'), JSON.stringify(descriptions));
  writeFileSync(
    path.join(dist, 'worker.cjs'),
    `const fs = require('node:fs'), file = require('node:path').join(__dirname, 'die');
setInterval(() => { if (fs.existsSync(file)) { fs.rmSync(file); throw new Error('killed by the test'); } }, 10);
require('./emulator.cjs');`,
  );
  return dist;
}

/** Speaks the protocol to a server process, as an editor does. */
export class Editor {
  readonly shown: string[] = [];
  readonly logged: string[] = [];
  readonly progress: unknown[] = [];
  settings: unknown = null;
  exitCode: number | null | undefined;
  private readonly latest = new Map<string, readonly Diagnostic[]>();
  private readonly waiting = new Set<() => void>();
  private readonly texts = new Map<string, { text: string; version: number }>();

  private constructor(
    private readonly server: ChildProcess,
    readonly connection: MessageConnection,
  ) {
    server.once('exit', (code) => {
      this.exitCode = code;
    });
    connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) => {
      this.latest.set(uri, diagnostics);
      for (const look of this.waiting) look();
    });
    connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      this.shown.push(message);
    });
    connection.onRequest('window/showMessageRequest', ({ message }: { message: string }) => {
      this.shown.push(message);
      return null;
    });
    connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.logged.push(message);
    });
    connection.onNotification('$/progress', (value: unknown) => {
      this.progress.push(value);
    });
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => items.map(() => this.settings));
    connection.listen();
  }

  static async start(dist: string, { folder, settings = null }: { folder?: string; settings?: unknown } = {}): Promise<Editor> {
    const server = spawn(process.execPath, [path.join(dist, 'server.cjs'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const connection = createMessageConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
    const editor = new Editor(server, connection);
    editor.settings = settings;
    const workspaceFolders = folder === undefined ? null : [{ uri: folder, name: 'test' }];
    const capabilities = { workspace: { configuration: true }, window: { workDoneProgress: true } };
    await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities, workspaceFolders });
    await connection.sendNotification('initialized', {});
    return editor;
  }

  async open(uri: string, text: string): Promise<void> {
    this.texts.set(uri, { text, version: 1 });
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
  }

  /** Replaces the first `from` in an open document, as an edit of this range. */
  async edit(uri: string, from: string, to: string): Promise<void> {
    const known = this.texts.get(uri);
    const at = known?.text.indexOf(from) ?? -1;
    if (!known || at < 0) throw new Error(`"${from}" is not in ${uri}`);
    const range = { start: position(known.text, at), end: position(known.text, at + from.length) };
    known.text = known.text.slice(0, at) + to + known.text.slice(at + from.length);
    known.version += 1;
    const textDocument = { uri, version: known.version };
    await this.connection.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ range, text: to }] });
  }

  /** Waits until the diagnostics of a file are as wanted. */
  async diagnostics(uri: string, wanted: (found: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.latest.get(uri);
        if (!found || !wanted(found)) return;
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }

  /** Asks about a place of an open document: the first `marked`, at the `|` in it. */
  async ask<T>(method: string, uri: string, marked: string, more: object = {}): Promise<T> {
    const text = this.texts.get(uri)?.text ?? '';
    const bar = marked.indexOf('|');
    const at = text.indexOf(marked.replace('|', ''));
    if (at < 0 || bar < 0) throw new Error(`"${marked}" is not in ${uri}`);
    return this.connection.sendRequest<T>(method, { textDocument: { uri }, position: position(text, at + bar), ...more });
  }

  textAt(uri: string, { start, end }: Range): string {
    const lines = (this.texts.get(uri)?.text ?? '').split('\n');
    if (start.line !== end.line) return `${start.line}-${end.line}`;
    return (lines[start.line] ?? '').slice(start.character, end.character);
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    await this.connection.sendNotification('exit');
    await ended;
    this.connection.dispose();
  }
}

function position(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

export function removeBundles(dist: string): void {
  rmSync(dist, { recursive: true, force: true });
}
