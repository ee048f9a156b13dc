import type { Connection } from 'vscode-languageserver/node';
import type { FileDiagnostic, LanguageContext } from '../../language/service.ts';
import { type OlderManifests, readOlderManifests, updateDiagnostics } from '../../language/updates.ts';
import { type CommittedText, notifications } from '../../protocol.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import type { DiagnosticsPublisher } from './diagnostics.ts';
import { guarded } from './guarded.ts';
import type { UserSettings } from './settings.ts';

/**
 * Files as they were committed last, so far as the editor has told, and what cannot become of them. A commit is not the
 * cluster: what is said is a warning.
 */
export class CommittedTexts {
  private readonly older = new Map<string, OlderManifests>();

  constructor(
    connection: Connection,
    private readonly context: LanguageContext,
    private readonly settings: UserSettings,
    publisher: DiagnosticsPublisher,
  ) {
    connection.onNotification(notifications.committedText, ({ uri, text }: CommittedText) => {
      guarded(connection, 'reading of what was committed', undefined, () => {
        if (text === null) this.older.delete(uri);
        else this.older.set(uri, readOlderManifests(context, [text]));
        publisher.publish(uri);
      });
    });
    settings.onChange((now, before) => {
      if (now.compareWithCommitted !== before.compareWithCommitted) publisher.publishAll();
    });
    publisher.addSource((file) => this.diagnostics(file));
  }

  private diagnostics(file: WorkspaceFile): readonly FileDiagnostic[] {
    const older = this.older.get(file.uri);
    if (older === undefined || !this.settings.current.compareWithCommitted) return [];
    return updateDiagnostics(this.context, file, older, { severity: 'warning', origin: 'the last commit' });
  }
}
