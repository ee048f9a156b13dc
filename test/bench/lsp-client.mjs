// A small language client: enough of an editor to open a file, type into it and read the diagnostics.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

/** A server that has not answered by then is not going to. */
const patienceMs = 120_000;

export class LanguageClient {
  #child;
  #connection;
  #listeners = new Set();
  #versions = new Map();

  /**
   * Starts a server over stdio and waits until it answers `initialize`.
   * @param {{ main: string, settings: Record<string, unknown> }} server
   * @param {string} folder the workspace
   * @returns the client, and the milliseconds from the spawn to the answer
   */
  static async start(server, folder) {
    const started = performance.now();
    const client = new LanguageClient(server, folder);
    await client.#connection.sendRequest('initialize', initializeParams(folder));
    const initializeMs = performance.now() - started;
    await client.#connection.sendNotification('initialized', {});
    return { client, initializeMs };
  }

  constructor(server, folder) {
    this.#child = spawn(process.execPath, [server.main, '--stdio'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    const { stdin, stdout } = this.#child;
    this.#connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.#connection.onRequest('workspace/configuration', ({ items }) =>
      items.map(({ section }) => server.settings[section] ?? null),
    );
    this.#connection.onRequest('client/registerCapability', () => null);
    this.#connection.onNotification('textDocument/publishDiagnostics', (params) => {
      const at = performance.now();
      for (const listener of [...this.#listeners]) listener(params, at);
    });
    this.#connection.onError(() => {});
    this.#connection.listen();
  }

  /**
   * Opens a file and waits for diagnostics that satisfy `expected`.
   * @returns {Promise<{ ms: number, diagnostics: object[] }>} from sending to receiving
   */
  open(uri, text, expected) {
    this.#versions.set(uri, 1);
    const textDocument = { uri, languageId: 'yaml', version: 1, text };
    return this.#sendAndWait('textDocument/didOpen', { textDocument }, uri, expected);
  }

  /** Waits for diagnostics of a file, open or not. */
  diagnostics(uri, expected) {
    return this.#sendAndWait('$/setTrace', { value: 'off' }, uri, expected);
  }

  /** Replaces a range and waits for diagnostics, of this file or of another one, that satisfy `expected`. */
  edit(uri, range, text, expected, of = uri) {
    const version = this.#versions.get(uri) + 1;
    this.#versions.set(uri, version);
    const params = { textDocument: { uri, version }, contentChanges: [{ range, text }] };
    return this.#sendAndWait('textDocument/didChange', params, of, expected);
  }

  /** Most memory that the server's process ever held, in MB; undefined where /proc does not tell. */
  peakMemoryMb() {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
      return Number(/VmHWM:\s*(\d+) kB/.exec(status)[1]) / 1024;
    } catch {
      return undefined;
    }
  }

  /** Ends the server's process; one that does not go by itself is killed. */
  async stop() {
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), 5000);
    await this.#connection.sendRequest('shutdown').catch(() => {});
    await this.#connection.sendNotification('exit').catch(() => {});
    await closed;
    clearTimeout(kill);
    this.#connection.dispose();
  }

  #sendAndWait(method, params, uri, expected) {
    return new Promise((resolve, reject) => {
      const finish = (settle, value) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        this.#child.off('exit', gone);
        settle(value);
      };
      const gone = () => finish(reject, new Error(`the server ended while it was asked for ${method}`));
      const timer = setTimeout(
        () => finish(reject, new Error(`no matching diagnostics after ${method} within ${patienceMs / 1000} s`)),
        patienceMs,
      );
      const listener = (published, at) => {
        if (published.uri === uri && expected(published.diagnostics))
          finish(resolve, { ms: at - sent, diagnostics: published.diagnostics });
      };
      this.#listeners.add(listener);
      this.#child.once('exit', gone);
      const sent = performance.now();
      this.#connection.sendNotification(method, params).catch((error) => finish(reject, error));
    });
  }
}

function initializeParams(folder) {
  const uri = pathToFileURL(folder).toString();
  return {
    processId: process.pid,
    clientInfo: { name: 'drydock-bench' },
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'bench' }],
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
      textDocument: { publishDiagnostics: {}, synchronization: { dynamicRegistration: true } },
    },
  };
}
