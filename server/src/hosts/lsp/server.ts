import path from 'node:path';
import { type Connection, type InitializeResult, TextDocumentSyncKind, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageContext } from '../../language/service.ts';
import { readStructure } from '../structure-file.ts';
import { serveCluster } from './cluster.ts';
import { DiagnosticsPublisher } from './diagnostics.ts';
import { readDescriptions } from './descriptions.ts';
import { serveEditor } from './editor-features.ts';
import { rehearseCommand } from './rehearse.ts';
import { UserSettings } from './settings.ts';
import { WorkspaceFiles } from './workspace-files.ts';

/** Wires the language service and the emulator to one editor. `dist` is the folder of the bundles. */
export function startServer(connection: Connection, dist: string): void {
  const schemas = path.join(dist, 'schemas');
  const documents = new TextDocuments(TextDocument);
  const structure = readStructure(schemas);
  const context = createLanguageContext(structure, readDescriptions(schemas));
  const settings = new UserSettings(connection);
  const publisher = new DiagnosticsPublisher(connection, context, documents, settings);
  const files = new WorkspaceFiles(connection, context.workspace, documents, publisher);

  connection.onInitialize((params): InitializeResult => {
    settings.initialize(params);
    files.folders = (params.workspaceFolders ?? []).map(({ uri }) => uri);
    return {
      serverInfo: { name: 'drydock' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeLensProvider: { resolveProvider: false },
        codeActionProvider: { codeActionKinds: ['quickfix'] },
        completionProvider: { triggerCharacters: [' ', ':', '-'], resolveProvider: true },
        definitionProvider: true,
        executeCommandProvider: { commands: [rehearseCommand] },
        documentSymbolProvider: true,
        hoverProvider: true,
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });
  connection.onInitialized(() => {
    void settings.start().then(() => files.scan());
  });
  serveEditor(connection, context, documents, publisher);
  serveCluster(connection, context, files, settings, publisher, { worker: path.join(dist, 'worker.cjs'), schemas });
  documents.listen(connection);
  connection.listen();
}
