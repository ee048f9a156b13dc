import { type Diagnostic, DiagnosticSeverity, type Range, type TextEdit } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileDiagnostic } from '../../language/service.ts';
import type { TextChange } from '../../language/text-edits.ts';
import type { Settings } from '../../protocol.ts';
import type { Severity } from '../../validation/rule.ts';
import type { TextRange } from '../../yaml/document.ts';

/** The only place where our ranges and severities become the protocol's. */
export function toRange(document: TextDocument, { start, end }: TextRange): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

export function toTextEdit(document: TextDocument, { range, newText }: TextChange): TextEdit {
  return { range: toRange(document, range), newText };
}

/** A rule's own severity, or the one that the user gave it. */
export type ShownSeverity = Severity | Exclude<Settings['severity'][string], 'off'>;

const severities: Readonly<Record<ShownSeverity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toDiagnostic(
  document: TextDocument,
  { range, severity, rule, message, docs }: FileDiagnostic,
  wish: ShownSeverity = severity,
): Diagnostic {
  return {
    range: toRange(document, range),
    severity: severities[wish],
    source: 'drydock',
    code: rule,
    message,
    ...(docs === undefined ? {} : { codeDescription: { href: docs } }),
  };
}
