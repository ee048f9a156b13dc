import type { Connection, Diagnostic, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { configDiagnostics } from '../../language/config-file.ts';
import { obeyComments } from '../../language/file-comments.ts';
import { type FileDiagnostic, fileDiagnostics, type LanguageContext, workspaceDiagnostics } from '../../language/service.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import type { ConfigFiles } from './config-files.ts';
import { type ShownSeverity, toDiagnostic } from './convert.ts';
import { scenarioDiagnostics } from '../scenario-diagnostics.ts';
import { guarded } from './guarded.ts';
import type { UserSettings } from './settings.ts';

/** What several objects say together is looked at when the typing pauses; what a file says by itself, at once. */
const longestPauseMs = 150;
/** It is looked at this many times as long after an edit as the last look took: at once where that is a matter of milliseconds. */
const pausePerLook = 2;

/** Publishes a file's diagnostics with each edit, and the workspace's when things have calmed down. */
export class DiagnosticsPublisher {
  private together: ReadonlyMap<string, readonly FileDiagnostic[]> = new Map();
  private timer: NodeJS.Timeout | undefined;
  private lastLookMs = longestPauseMs;
  /** While files are being read, each makes what was said about the others out of date. */
  isReadingFiles = false;
  /** What rehearsals found, with the text that they ran. */
  private readonly rehearsed = new Map<string, { readonly text: string; readonly found: readonly FileDiagnostic[] }>();

  private readonly sources: ((file: WorkspaceFile) => readonly FileDiagnostic[])[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly context: LanguageContext,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly settings: UserSettings,
    private readonly configs: ConfigFiles,
  ) {
    settings.onChange((now, before) => {
      if (now.validate === before.validate && JSON.stringify(now.severity) === JSON.stringify(before.severity)) return;
      this.publishAll();
    });
  }

  /** Something else that has to say about files. */
  addSource(source: (file: WorkspaceFile) => readonly FileDiagnostic[]): void {
    this.sources.push(source);
  }

  /** After a change of what all files are judged by. */
  publishAll(): void {
    for (const { uri } of this.context.workspace.files()) this.publish(uri);
  }

  /** After an edit of one file. */
  publish(uri: string): void {
    const file = this.context.workspace.file(uri);
    if (!file) {
      this.clear(uri);
      return;
    }
    const document = this.documents.get(uri) ?? TextDocument.create(uri, 'yaml', 0, file.text);
    const diagnostics = this.shown(file).map((diagnostic) => this.convert(document, diagnostic));
    void this.connection.sendDiagnostics({ uri, diagnostics });
  }

  /** What is said about a file under the user's settings and the folder's configuration. */
  shown(file: WorkspaceFile): readonly FileDiagnostic[] {
    if (!this.settings.current.validate || this.configs.isIgnored(file.uri)) return [];
    const others = this.sources.flatMap((source) => source(file));
    const own = [...fileDiagnostics(this.context, file), ...configDiagnostics(file), ...others];
    const rehearsed = this.rehearsed.get(file.uri);
    const found = rehearsed?.text === file.text ? rehearsed.found : [];
    const all = [...own, ...scenarioDiagnostics(this.context, file), ...(this.together.get(file.uri) ?? []), ...found];
    return obeyComments(file, all).filter(({ rule }) => this.wish(file.uri, rule) !== 'off');
  }

  /** What a rehearsal of a file's text found; it stands until the text changes. */
  addRehearsed(file: WorkspaceFile, document: number, found: readonly FileDiagnostic[]): void {
    const before = this.rehearsed.get(file.uri);
    const others = before?.text === file.text ? before.found.filter((each) => each.document !== document) : [];
    this.rehearsed.set(file.uri, { text: file.text, found: [...others, ...found] });
    this.publish(file.uri);
  }

  /** In the protocol's terms, as severe as the user wants it. */
  convert(document: TextDocument, diagnostic: FileDiagnostic): Diagnostic {
    const wish = this.wish(document.uri, diagnostic.rule);
    return toDiagnostic(document, diagnostic, wish === 'off' ? undefined : wish);
  }

  /** The user's own settings win over the file that all share. */
  private wish(uri: string, rule: string): ShownSeverity | 'off' | undefined {
    return this.settings.current.severity[rule] ?? this.configs.severity(uri, rule);
  }

  clear(uri: string): void {
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** After anything that other files may refer to has changed. */
  refreshWorkspaceSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(
      () => {
        guarded(this.connection, 'validation of the workspace', undefined, () => {
          this.refreshWorkspace();
        });
      },
      this.isReadingFiles ? longestPauseMs : Math.min(longestPauseMs, this.lastLookMs * pausePerLook),
    );
  }

  private refreshWorkspace(): void {
    const started = performance.now();
    const before = this.together;
    this.together = workspaceDiagnostics(this.context);
    const touched = new Set([...before.keys(), ...this.together.keys()]);
    for (const uri of touched) {
      if (JSON.stringify(before.get(uri)) !== JSON.stringify(this.together.get(uri))) this.publish(uri);
    }
    this.lastLookMs = performance.now() - started;
  }
}
