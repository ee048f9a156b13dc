import { type CompletionItem, CompletionItemKind, InsertTextFormat, InsertTextMode } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Completion } from '../../language/completion/index.ts';
import type { LanguageContext } from '../../language/service.ts';
import { toTextEdit } from './convert.ts';

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  value: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  object: CompletionItemKind.Snippet,
};

/** The command by which the editor asks again, for what follows. */
const askAgain = { title: 'Suggest', command: 'editor.action.triggerSuggest' };

export function toCompletionItem(document: TextDocument, completion: Completion): CompletionItem {
  const { label, kind, detail, rank, change, alsoChange, isSnippet, describedBy, description, goesOn } = completion;
  return {
    label,
    kind: kinds[kind],
    detail,
    sortText: String(rank).padStart(5, '0') + label,
    filterText: label,
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    // The columns are ours already; an editor that moves lines in would do it twice.
    insertTextMode: InsertTextMode.asIs,
    textEdit: toTextEdit(document, change),
    ...(alsoChange && { additionalTextEdits: [toTextEdit(document, alsoChange)] }),
    ...(description !== undefined && { documentation: description }),
    ...(describedBy !== undefined && { data: describedBy }),
    ...(goesOn && { command: askAgain }),
  };
}

/** The description is looked up for the one item that the user looks at. */
export function withDescription(context: LanguageContext, item: CompletionItem): CompletionItem {
  if (typeof item.data !== 'string' || item.documentation !== undefined) return item;
  const value = context.descriptions()[item.data];
  return value === undefined ? item : { ...item, documentation: { kind: 'markdown', value } };
}
