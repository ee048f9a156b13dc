import {
  CodeActionKind,
  type CodeLens,
  type Connection,
  type DefinitionLink,
  type DocumentSymbol,
  type CodeAction as LspCodeAction,
  SymbolKind,
  type TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type CodeAction, codeActions } from '../../language/code-actions.ts';
import { codeLenses } from '../../language/code-lenses.ts';
import { completions } from '../../language/completion/index.ts';
import { type Definitions, definitions } from '../../language/definition.ts';
import { hover } from '../../language/hover.ts';
import type { LanguageContext } from '../../language/service.ts';
import { objectSymbols } from '../../language/symbols.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import { rehearseCommand } from './commands.ts';
import { toCompletionItem, withDescription } from './completion-items.ts';
import { toRange, toTextEdit } from './convert.ts';
import type { DiagnosticsPublisher } from './diagnostics.ts';
import { guarded } from './guarded.ts';

/** Answers the editor's questions about open files. */
export function serveEditor(
  connection: Connection,
  context: LanguageContext,
  documents: TextDocuments<TextDocument>,
  publisher: DiagnosticsPublisher,
): void {
  /** The open document with what the workspace knows of it. */
  const open = (uri: string): { document: TextDocument; file: WorkspaceFile } | undefined => {
    const document = documents.get(uri);
    const file = context.workspace.file(uri);
    return document && file ? { document, file } : undefined;
  };

  connection.onCodeLens(({ textDocument: { uri } }) =>
    guarded(connection, 'code lens', [], () => {
      const found = open(uri);
      return found ? lensesOf(found.document, found.file) : [];
    }),
  );
  connection.onHover(({ textDocument: { uri }, position }) =>
    guarded(connection, 'hover', null, () => {
      const found = open(uri);
      const said = found && hover(context, found.file, found.document.offsetAt(position));
      if (!found || !said) return null;
      return { range: toRange(found.document, said.range), contents: { kind: 'markdown', value: said.markdown } };
    }),
  );
  connection.onCodeAction(({ textDocument: { uri }, range, context: { only } }) =>
    guarded(connection, 'code actions', [], () => {
      const found = open(uri);
      if (!found || (only && !only.some((kind) => CodeActionKind.QuickFix.startsWith(kind)))) return [];
      const { document, file } = found;
      const offsets = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return codeActions(file, publisher.shown(file), offsets).map((action) => actionOf(document, publisher, action));
    }),
  );
  connection.onCompletion(({ textDocument: { uri }, position }) =>
    guarded(connection, 'completion', [], () => {
      const found = open(uri);
      if (!found) return [];
      const { document, file } = found;
      return completions(context, file, document.offsetAt(position)).map((each) => toCompletionItem(document, each));
    }),
  );
  connection.onCompletionResolve((item) => guarded(connection, 'completion', item, () => withDescription(context, item)));
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    guarded(connection, 'definition', null, () => {
      const found = open(uri);
      const said = found && definitions(context, found.file, found.document.offsetAt(position));
      return found && said ? linksOf(context, found.document, said, documents) : null;
    }),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    guarded(connection, 'outline', [], () => {
      const found = open(uri);
      return found ? symbolsOf(found.document, found.file) : [];
    }),
  );
}

function actionOf(document: TextDocument, publisher: DiagnosticsPublisher, action: CodeAction): LspCodeAction {
  const { title, isPreferred, diagnostics, changes } = action;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    ...(isPreferred && { isPreferred }),
    diagnostics: diagnostics.map((diagnostic) => publisher.convert(document, diagnostic)),
    edit: { changes: { [document.uri]: changes.map((change) => toTextEdit(document, change)) } },
  };
}

function linksOf(
  context: LanguageContext,
  document: TextDocument,
  { origin, targets }: Definitions,
  documents: TextDocuments<TextDocument>,
): DefinitionLink[] {
  return targets.map(({ uri, range, selection }) => {
    const target = documents.get(uri) ?? TextDocument.create(uri, 'yaml', 0, context.workspace.file(uri)?.text ?? '');
    return {
      originSelectionRange: toRange(document, origin),
      targetUri: uri,
      targetRange: toRange(target, range),
      targetSelectionRange: toRange(target, selection),
    };
  });
}

const commandOf = { simulate: 'drydock.simulateApply', rehearse: rehearseCommand } as const;

function lensesOf(document: TextDocument, file: WorkspaceFile): CodeLens[] {
  return codeLenses(file).map(({ offset, title, tooltip, act }) => {
    const position = document.positionAt(offset);
    return {
      range: { start: position, end: position },
      command: { title, tooltip, command: commandOf[act], arguments: [file.uri, position.line] },
    };
  });
}

function symbolsOf(document: TextDocument, file: WorkspaceFile): DocumentSymbol[] {
  return objectSymbols(file).map(({ name, kind, range, selection }) => ({
    name,
    detail: kind,
    kind: SymbolKind.Object,
    range: toRange(document, range),
    selectionRange: toRange(document, selection),
  }));
}
