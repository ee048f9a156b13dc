import { type CodeLens, type Connection, type DocumentSymbol, SymbolKind, type TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { codeLenses } from '../../language/code-lenses.ts';
import { hover } from '../../language/hover.ts';
import type { LanguageContext } from '../../language/service.ts';
import { objectSymbols } from '../../language/symbols.ts';
import type { WorkspaceFile } from '../../workspace/index.ts';
import { toRange } from './convert.ts';
import { guarded } from './guarded.ts';

/** Answers the editor's questions about open files. */
export function serveEditor(connection: Connection, context: LanguageContext, documents: TextDocuments<TextDocument>): void {
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
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    guarded(connection, 'outline', [], () => {
      const found = open(uri);
      return found ? symbolsOf(found.document, found.file) : [];
    }),
  );
}

function lensesOf(document: TextDocument, file: WorkspaceFile): CodeLens[] {
  return codeLenses(file).map(({ offset, title, tooltip }) => {
    const position = document.positionAt(offset);
    return {
      range: { start: position, end: position },
      command: { title, tooltip, command: 'drydock.simulateApply', arguments: [file.uri, position.line] },
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
