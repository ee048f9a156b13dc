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
import { catalogue, documentedRule } from '../../language/catalogue.ts';
import { type CodeAction, codeActions } from '../../language/code-actions.ts';
import { codeLenses } from '../../language/code-lenses.ts';
import { completions } from '../../language/completion/index.ts';
import { type Definitions, definitions } from '../../language/definition.ts';
import { fixAll } from '../../language/fix-all.ts';
import { hover } from '../../language/hover.ts';
import type { LanguageContext } from '../../language/service.ts';
import { objectSymbols } from '../../language/symbols.ts';
import type { TextChange } from '../../language/text-edits.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import { requests } from '../../protocol.ts';
import { documentRule, documentRules } from '../../validation/docs.ts';
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

  connection.onRequest(requests.rulePage, (id: string | null) => {
    if (id === null) return documentRules(catalogue);
    const rule = documentedRule(id);
    return rule ? documentRule(rule) : null;
  });
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
      if (!found) return [];
      const { document, file } = found;
      const shown = publisher.shown(file);
      const wants = (kind: string): boolean => only?.some((each) => kind === each || kind.startsWith(`${each}.`)) ?? false;
      // On save editors ask for these by name; in the list of repairs they would only be noise.
      const all = wants(fixAllKind) ? fixAllAction(document, fixAll(context, file, shown)) : [];
      if (only && !wants(CodeActionKind.QuickFix)) return all;
      const offsets = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
      return [...codeActions(file, shown, offsets).map((action) => actionOf(document, publisher, action)), ...all];
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

const fixAllKind = `${CodeActionKind.SourceFixAll}.drydock`;

function fixAllAction(document: TextDocument, changes: readonly TextChange[]): LspCodeAction[] {
  if (changes.length === 0) return [];
  const edit = { changes: { [document.uri]: changes.map((change) => toTextEdit(document, change)) } };
  return [{ title: 'Fix all that is only spelled wrong', kind: fixAllKind, edit }];
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
