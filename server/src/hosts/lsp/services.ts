import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Connection, type InitializeParams, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageContext } from '../../language/service.ts';
import { newestVersion } from '../../schema/versions.ts';
import { readDefinitions } from '../definition-files.ts';
import { StructureFiles } from '../structure-file.ts';
import { serveCluster } from './cluster.ts';
import { CommittedTexts } from './committed-texts.ts';
import { ConfigFiles } from './config-files.ts';
import { DiagnosticsPublisher } from './diagnostics.ts';
import { readDescriptions } from './descriptions.ts';
import { serveEditor } from './editor-features.ts';
import { UserSettings } from './settings.ts';
import { VersionChoice } from './version-choice.ts';
import { WorkspaceFiles } from './workspace-files.ts';

/** Definitions that `.drydock.yaml` names. A path that cannot be read is the user's mistake, not the end of the server. */
function configuredDefinitions(configs: ConfigFiles, connection: Connection): readonly unknown[] {
  const warn = (message: string): void => {
    connection.console.warn(message);
  };
  return configs.folders.flatMap((folder) => {
    const { crds } = configs.of(`${folder.replace(/\/$/, '')}/`);
    try {
      return crds.length > 0 && folder.startsWith('file:') ? readDefinitions(fileURLToPath(folder), crds, warn) : [];
    } catch (error) {
      warn(error instanceof Error ? error.message : String(error));
      return [];
    }
  });
}

/** Wires the language service and the emulator to one initialized editor. `dist` is the folder of the bundles. */
export function serve(connection: Connection, params: InitializeParams, dist: string): void {
  const schemas = path.join(dist, 'schemas');
  const documents = new TextDocuments(TextDocument);
  const structures = new StructureFiles(schemas);
  const context = createLanguageContext(structures.of(newestVersion), readDescriptions(schemas), structures.all);
  const settings = new UserSettings(connection, params);
  const configs = new ConfigFiles(context.workspace);
  const publisher = new DiagnosticsPublisher(connection, context, documents, settings, configs);
  const files = new WorkspaceFiles(connection, context.workspace, documents, publisher);
  files.folders = (params.workspaceFolders ?? []).map(({ uri }) => uri);
  configs.folders = files.folders;
  const version = new VersionChoice(settings, configs, files);
  version.onChange((chosen) => {
    context.judgeBy(structures.of(chosen));
    publisher.publishAll();
    publisher.refreshWorkspaceSoon();
  });
  const learn = (): void => {
    for (const uri of context.learn()) publisher.publish(uri);
  };
  files.onChange(learn);
  files.onChange((uri) => {
    if (!ConfigFiles.isConfig(uri)) return;
    context.define(configuredDefinitions(configs, connection));
    learn();
    publisher.publishAll();
  });

  new CommittedTexts(connection, context, settings, publisher);
  serveEditor(connection, context, documents, publisher);
  serveCluster(connection, context, files, { settings, version }, publisher, { worker: path.join(dist, 'worker.cjs'), schemas });
  documents.listen(connection);
  void settings.start().then(() => files.scan());
}
