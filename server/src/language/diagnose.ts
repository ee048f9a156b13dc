import type { FieldPath } from '../kubernetes/path.ts';
import { formatPath } from '../kubernetes/path.ts';
import type { Schema, ShapeProblem } from '../schema/index.ts';
import type { Structure } from '../schema/structure.ts';
import { formatFieldError } from '../validation/field-error.ts';
import type { Fix, Severity } from '../validation/rule.ts';
import { unknownFieldFix, unknownFieldHint } from '../validation/unknown-field-hints.ts';
import { fixOf, type Validator } from '../validation/validate.ts';
import type { YamlDocument } from '../yaml/document.ts';
import { isReadable } from '../yaml/index.ts';
import type { Diagnostic } from './diagnostic.ts';
import { rangeOfField, rangeOfKey } from './ranges.ts';

/** By what documents are judged. */
export interface Judges {
  readonly structure: Structure;
  readonly schema: Schema;
  readonly validator: Validator;
}

/**
 * All that can be said about one document by itself. Nothing is said about documents that are not for Kubernetes:
 * without apiVersion and kind there is no noise.
 */
export function diagnoseDocument(document: YamlDocument, judges: Judges): readonly Diagnostic[] {
  const reading = document.problems.map(
    ({ code, message, range, severity }): Diagnostic => ({ rule: code, message, range, severity, field: '', path: [] }),
  );
  if (!isReadable(document) && document.value === undefined) return reading;
  return [...reading, ...diagnoseValue(document, document.value, [], judges)];
}

type Json = Readonly<Record<string, unknown>>;

function diagnoseValue(document: YamlDocument, value: unknown, at: FieldPath, judges: Judges): readonly Diagnostic[] {
  if (!isRecord(value)) return [];
  const { apiVersion, kind } = value;
  if (!isText(apiVersion) || !isText(kind)) return missingIdentity(document, value, at);
  if (kind === 'List' && apiVersion === 'v1') {
    const items = Array.isArray(value.items) ? (value.items as readonly unknown[]) : [];
    return items.flatMap((item, index) => diagnoseValue(document, item, [...at, 'items', index], judges));
  }
  const known = judges.schema.classifyKind(apiVersion, kind);
  switch (known.class) {
    case 'served':
      return diagnoseObject(document, value, at, judges);
    case 'custom':
      return [unknownKind(document, at, apiVersion, kind)];
    case 'removed':
      return [
        {
          ...place(document, [...at, 'apiVersion'], 'error', 'removed-api-version'),
          message: `${known.message}: ${removalNote(known.removed)}`,
          ...removalFix(known.removed, [...at, 'apiVersion']),
        },
      ];
    case 'unknown-builtin': {
      const path = [...at, 'kind'];
      const { suggestion } = known;
      const hint = suggestion ? ` (did you mean ${suggestion.kind} in ${suggestion.apiVersion}?)` : '';
      return [{ ...place(document, path, 'error', 'unknown-kind'), message: `${known.message}${hint}` }];
    }
  }
}

/** kubectl needs both words; a document that has neither is for something else. */
function missingIdentity(document: YamlDocument, value: Json, at: FieldPath): readonly Diagnostic[] {
  const looksMeant = isText(value.apiVersion)
    ? isRecord(value.metadata) || isRecord(value.spec)
    : isText(value.kind) && isRecord(value.metadata);
  if (!looksMeant) return [];
  const missing = isText(value.apiVersion) ? 'kind' : 'apiVersion';
  const name = missing === 'kind' ? 'Kind' : 'apiVersion';
  return [
    { ...place(document, [...at, missing], 'error', `missing-${missing.toLowerCase()}`), message: `Object '${name}' is missing` },
  ];
}

function unknownKind(document: YamlDocument, at: FieldPath, apiVersion: string, kind: string): Diagnostic {
  const message = `${kind} (${apiVersion}) is a custom resource: Kubernetes itself does not know its fields, so they are not checked`;
  return { ...place(document, [...at, 'kind'], 'information', 'custom-resource'), message };
}

interface Removal {
  readonly removedIn: string;
  readonly replacement?: string;
}

function removalNote({ removedIn, replacement }: Removal): string {
  return `removed in Kubernetes ${removedIn}${replacement ? `; use ${replacement}` : '; nothing replaces it'}`;
}

function removalFix({ replacement }: Removal, path: FieldPath): { fix?: Fix } {
  if (!replacement?.includes('/')) return {};
  return { fix: { title: `Use ${replacement}`, edits: [{ do: 'set', path, value: replacement }] } };
}

function diagnoseObject(document: YamlDocument, value: Json, at: FieldPath, judges: Judges): readonly Diagnostic[] {
  const { schema, validator } = judges;
  const apiVersion = String(value.apiVersion);
  const kind = String(value.kind);
  const rootType = schema.kind(apiVersion, kind)?.type ?? '';
  const problems = schema.checkShape(apiVersion, kind, value);
  const pruned = schema.prune(apiVersion, kind, value, problems);
  const findings = validator.validateObject(pruned).map((finding): Diagnostic => {
    const { error, rule, severity } = finding;
    const path = [...at, ...error.path];
    const fix = fixOf(finding);
    return {
      ...place(document, path, severity, rule.id),
      field: error.field,
      message: formatFieldError(error),
      docs: rule.docs,
      ...(fix && { fix: below(fix, at) }),
    };
  });
  const covered = new Set(findings.map(({ path }) => path.join('\n')));
  const shapes = problems
    .filter(({ code, path }) => isDecodeError(code) || !covered.has([...at, ...path].join('\n')))
    .map((problem) => shapeDiagnostic(document, problem, at, rootType, judges));
  return [...shapes, ...findings];
}

const isDecodeError = (code: ShapeProblem['code']): boolean => code === 'unknown-field' || code === 'wrong-type';

/**
 * The API server does not enforce what the published schema calls required; where its own rules do, a rule says so.
 * What is left is a hint.
 */
const shapeSeverity: Readonly<Record<ShapeProblem['code'], Severity>> = {
  'unknown-field': 'error',
  'wrong-type': 'error',
  'missing-required': 'warning',
  enum: 'error',
};

function shapeDiagnostic(
  document: YamlDocument,
  problem: ShapeProblem,
  at: FieldPath,
  rootType: string,
  judges: Judges,
): Diagnostic {
  const { code, path, message, suggestion } = problem;
  const full = [...at, ...path];
  const hint = code === 'unknown-field' ? unknownFieldHint(judges.structure, rootType, path) : undefined;
  const fix = hint ? unknownFieldFix(hint, full) : shapeFix(problem, full);
  return {
    rule: hint?.id ?? code,
    severity: shapeSeverity[code],
    range: code === 'unknown-field' ? rangeOfKey(document, full) : rangeOfField(document, full),
    path: full,
    field: formatPath(path),
    message: hint ? `${message}. ${hint.hint}` : suggestion ? `${message} (did you mean "${suggestion}"?)` : message,
    ...(fix && { fix }),
  };
}

function shapeFix({ code, path, suggestion }: ShapeProblem, full: FieldPath): Fix | undefined {
  const name = String(path.at(-1));
  if (code === 'unknown-field' && suggestion) {
    return { title: `Change to ${suggestion}`, edits: [{ do: 'rename', path: full, to: suggestion }] };
  }
  if (code === 'unknown-field') return { title: `Remove ${name}`, edits: [{ do: 'remove', path: full }] };
  if (code === 'enum' && suggestion)
    return { title: `Change to ${suggestion}`, edits: [{ do: 'set', path: full, value: suggestion }] };
  return undefined;
}

function place(document: YamlDocument, path: FieldPath, severity: Severity, rule: string): Omit<Diagnostic, 'message'> {
  return { range: rangeOfField(document, path), severity, rule, path, field: formatPath(path) };
}

/** A repair of an object inside a List. */
function below(fix: Fix, at: FieldPath): Fix {
  return at.length === 0 ? fix : { ...fix, edits: fix.edits.map((edit) => ({ ...edit, path: [...at, ...edit.path] })) };
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
