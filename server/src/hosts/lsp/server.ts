import { type Connection, type InitializeParams, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { rehearseCommand } from './commands.ts';

/**
 * Answers an editor at once, and loads what serves it (rules, schemas, parser: longer work than all before) only when the
 * editor has the answer. No other message is taken up meanwhile. `dist` is the folder of the bundles.
 */
export function startServer(connection: Connection, dist: string): void {
  connection.onInitialize((params) => {
    connection.onInitialized(() => load(connection, params, dist));
    return answer;
  });
  connection.listen();
}

/** In a bundle, this import is done within the turn in which it is asked for. */
async function load(connection: Connection, params: InitializeParams, dist: string): Promise<void> {
  const { serve } = await import('./services.ts');
  serve(connection, params, dist);
}

const answer: InitializeResult = {
  serverInfo: { name: 'drydock' },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    codeLensProvider: { resolveProvider: false },
    codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.drydock'] },
    completionProvider: { triggerCharacters: [' ', ':', '-'], resolveProvider: true },
    definitionProvider: true,
    executeCommandProvider: { commands: [rehearseCommand] },
    documentSymbolProvider: true,
    hoverProvider: true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
};
