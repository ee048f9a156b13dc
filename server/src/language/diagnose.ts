import type { FieldPath } from '../kubernetes/path.ts';
import { formatPath } from '../kubernetes/path.ts';
import type { Schema, ShapeProblem } from '../schema/index.ts';
import type { Structure } from '../schema/structure.ts';
import { formatFieldError } from '../validation/field-error.ts';
import { customResourceErrors } from '../validation/structural/index.ts';
import type { Fix, Severity } from '../validation/rule.ts';
import { unknownFieldFix, unknownFieldHint } from '../validation/unknown-field-hints.ts';
import { fixOf, type Validator } from '../validation/validate.ts';
import type { TextRange, YamlDocument } from '../yaml/document.ts';
import { clusterApiVersion, type Manifest, type WorkspaceDocument } from '../workspace/index.ts';
import { diagnoseCluster } from './diagnose-cluster.ts';
import type { Diagnostic } from './diagnostic.ts';
import { rangeOfField, rangeOfKey } from './ranges.ts';
import { withoutSuppressed } from './suppressions.ts';

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
export function diagnoseDocument(document: WorkspaceDocument, judges: Judges): readonly Diagnostic[] {
  const { yaml, manifests } = document;
  const reading = yaml.problems.map(
    ({ code, message, range, severity }): Diagnostic => ({
      rule: code,
      message,
      range: inText(range, yaml.text),
      severity,
      field: '',
      path: [],
    }),
  );
  if (manifests.length === 0) return withoutSuppressed(yaml.text, [...reading, ...missingIdentity(yaml)]);
  return withoutSuppressed(yaml.text, [...reading, ...manifests.flatMap((manifest) => diagnoseOnce(yaml, manifest, judges))]);
}

/** The parser may point behind the end of the text, at what is missing there. */
function inText({ start, end }: TextRange, { length }: string): TextRange {
  return { start: Math.min(start, length), end: Math.min(end, length) };
}

/** A manifest stays the same value while its text is the same, so what was found stays true. */
const found = new WeakMap<Manifest, readonly Diagnostic[]>();

function diagnoseOnce(document: YamlDocument, manifest: Manifest, judges: Judges): readonly Diagnostic[] {
  const known = found.get(manifest);
  if (known) return known;
  const diagnostics = diagnoseManifest(document, manifest, judges);
  found.set(manifest, diagnostics);
  return diagnostics;
}

function diagnoseManifest(document: YamlDocument, manifest: Manifest, judges: Judges): readonly Diagnostic[] {
  const { apiVersion, kind, path: at } = manifest;
  const known = judges.schema.classifyKind(apiVersion, kind);
  switch (known.class) {
    case 'served':
      return diagnoseObject(document, manifest, judges);
    case 'custom':
      return [unknownKind(document, at, apiVersion, kind)];
    case 'removed': {
      const path = [...at, 'apiVersion'];
      const message = `${known.message}: ${removalNote(known.removed)}`;
      return [{ ...place(document, path, 'error', 'removed-api-version'), message, ...removalFix(known.removed, path) }];
    }
    case 'unknown-builtin': {
      const { suggestion, note } = known;
      const hint = suggestion ? ` (did you mean ${suggestion.kind} in ${suggestion.apiVersion}?)` : '';
      return [
        { ...place(document, [...at, 'kind'], 'error', 'unknown-kind'), message: withNote(`${known.message}${hint}`, note) },
      ];
    }
  }
}

/** kubectl needs both words; a document that has neither is for something else. */
function missingIdentity(document: YamlDocument): readonly Diagnostic[] {
  const { value } = document;
  if (!isRecord(value) || (isText(value.apiVersion) && isText(value.kind))) return [];
  const looksMeant = isText(value.apiVersion)
    ? isRecord(value.metadata) || isRecord(value.spec)
    : isText(value.kind) && isRecord(value.metadata);
  if (!looksMeant) return [];
  const missing = isText(value.apiVersion) ? 'kind' : 'apiVersion';
  const name = missing === 'kind' ? 'Kind' : 'apiVersion';
  return [{ ...place(document, [missing], 'error', `missing-${missing.toLowerCase()}`), message: `Object '${name}' is missing` }];
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

function diagnoseObject(document: YamlDocument, manifest: Manifest, judges: Judges): readonly Diagnostic[] {
  const { path: at, shapeProblems, type: rootType = '' } = manifest;
  const isCluster = manifest.apiVersion === clusterApiVersion;
  const found = judges.validator.validateObject(manifest.object);
  // A cluster file is no object of a cluster: it needs no name.
  const own = found
    .filter(({ error }) => !isCluster || error.path[0] !== 'metadata')
    .map((finding): Diagnostic => {
      const { error, rule, severity } = finding;
      const fix = fixOf(finding);
      return {
        ...place(document, [...at, ...error.path], severity, rule.id),
        field: error.field,
        message: formatFieldError(error),
        docs: rule.docs,
        ...(fix && { fix: below(fix, at) }),
      };
    });
  const findings = [...own, ...structuralFindings(document, manifest, judges)];
  const covered = new Set(findings.map(({ path }) => path.join('\n')));
  const shapes = shapeProblems
    .filter(({ code, path }) => isDecodeError(code) || !covered.has([...at, ...path].join('\n')))
    .map((problem) => shapeDiagnostic(document, problem, at, rootType, judges));
  return [...shapes, ...findings, ...(manifest.kind === 'Cluster' && isCluster ? diagnoseCluster(document, manifest) : [])];
}

/** What the schema of a custom resource's definition says; nothing for other kinds. */
function structuralFindings(document: YamlDocument, manifest: Manifest, { schema }: Judges): readonly Diagnostic[] {
  const structural = schema.structuralSchema(manifest.apiVersion, manifest.kind);
  if (!structural) return [];
  return customResourceErrors(structural, manifest.value).map((error) => ({
    ...place(document, [...manifest.path, ...error.path], 'error', 'custom-resource-schema'),
    field: error.field,
    message: formatFieldError(error),
  }));
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
  const { code, path, message, note } = problem;
  const full = [...at, ...path];
  const hint = code === 'unknown-field' && !note ? unknownFieldHint(judges.structure, rootType, path) : undefined;
  const fix = hint ? unknownFieldFix(hint, full) : shapeFix(problem, full);
  return {
    rule: hint?.id ?? code,
    severity: shapeSeverity[code],
    range: code === 'unknown-field' ? rangeOfKey(document, full) : rangeOfField(document, full),
    path: full,
    field: formatPath(path),
    message: withNote(message, hint?.hint ?? note),
    ...(fix && { fix }),
  };
}

function withNote(message: string, note: string | undefined): string {
  return note === undefined ? message : `${message}. ${note}`;
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

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
