import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { FileDiagnostic } from '../../language/service.ts';
import type { Severity } from '../../validation/rule.ts';
import type { TextRange } from '../../yaml/document.ts';

/** The only place where our ranges and severities become the protocol's. */
export function toRange(document: TextDocument, { start, end }: TextRange): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

export function toDiagnostic(document: TextDocument, { range, severity, rule, message, docs }: FileDiagnostic): Diagnostic {
  return {
    range: toRange(document, range),
    severity: severities[severity],
    source: 'drydock',
    code: rule,
    message,
    ...(docs === undefined ? {} : { codeDescription: { href: docs } }),
  };
}
