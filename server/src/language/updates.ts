import { applyDefaults, type Typed } from '../kubernetes/defaults/index.ts';
import { deepEqual } from '../kubernetes/equality.ts';
import { type FieldPath, valueAt } from '../kubernetes/path.ts';
import { formatFieldError } from '../validation/field-error.ts';
import type { Fix, Severity } from '../validation/rule.ts';
import { updateFindingsOf } from '../validation/update/applied.ts';
import type { UpdateFinding } from '../validation/update/index.ts';
import type { JsonObject, Manifest, WorkspaceFile } from '../workspace/index.ts';
import type { YamlDocument } from '../yaml/document.ts';
import { parseYaml } from '../yaml/index.ts';
import { rangeOfField } from './ranges.ts';
import type { FileDiagnostic, LanguageContext } from './service.ts';
import { withoutSuppressed } from './suppressions.ts';

/** Older manifests of the same objects: what lies in the cluster, or what was committed last. */
export interface OlderManifests {
  find(manifest: Manifest): JsonObject | undefined;
}

export interface UpdateWishes {
  readonly severity: Severity;
  /** Where the older manifests are from, as a fix names it: `HEAD`. */
  readonly origin: string;
}

/** The objects in some texts. Of several of one name, the last counts, as it does for `kubectl apply`. */
export function readOlderManifests(context: LanguageContext, texts: readonly string[]): OlderManifests {
  const objects = new Map<string, JsonObject>();
  for (const text of texts) {
    for (const { value } of parseYaml(text)) {
      for (const object of objectsIn(value)) objects.set(identityOf(context, object), object);
    }
  }
  return { find: ({ value }) => objects.get(identityOf(context, value)) };
}

function objectsIn(value: unknown): readonly JsonObject[] {
  if (!isObject(value) || !isObject(value.metadata ?? {})) return [];
  if (typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') return [];
  return value.kind === 'List' && Array.isArray(value.items) ? value.items.flatMap(objectsIn) : [value];
}

/** Versions of one group serve the same objects. */
function identityOf(context: LanguageContext, { apiVersion, kind, metadata }: JsonObject): string {
  const version = String(apiVersion);
  const { name = '', namespace = '' } = isObject(metadata) ? metadata : {};
  const isNamespaced = context.schema.kind(version, String(kind))?.namespaced !== false;
  const group = version.includes('/') ? version.slice(0, version.indexOf('/')) : '';
  return [group, kind, isNamespaced ? namespace || 'default' : '', name].join('\n');
}

/** What the API server would say to the file's manifests where older ones of the same objects have been applied. */
export function updateDiagnostics(
  context: LanguageContext,
  file: WorkspaceFile,
  older: OlderManifests,
  wishes: UpdateWishes,
): readonly FileDiagnostic[] {
  if (file.dialect !== 'kubernetes') return [];
  return file.documents.flatMap(({ yaml, manifests }, document) => {
    const found = manifests.flatMap((manifest) => ofManifest(context, yaml, manifest, older, wishes));
    return withoutSuppressed(yaml.text, found).map(({ range, ...rest }) => ({
      ...rest,
      document,
      range: { start: yaml.offset + range.start, end: yaml.offset + range.end },
    }));
  });
}

/** A manifest stays the same value while its text is the same, and so does an older one: what was found stays true. */
const known = new WeakMap<Manifest, { readonly old: JsonObject; readonly found: readonly Omit<FileDiagnostic, 'document'>[] }>();

function ofManifest(
  context: LanguageContext,
  yaml: YamlDocument,
  manifest: Manifest,
  older: OlderManifests,
  wishes: UpdateWishes,
): readonly Omit<FileDiagnostic, 'document'>[] {
  const old = manifest.name === '' ? undefined : older.find(manifest);
  if (old === undefined) return [];
  const before = known.get(manifest);
  if (before?.old === old) return before.found;
  const found = compare(context, yaml, manifest, old, wishes);
  known.set(manifest, { old, found });
  return found;
}

function compare(
  context: LanguageContext,
  yaml: YamlDocument,
  manifest: Manifest,
  old: JsonObject,
  wishes: UpdateWishes,
): readonly Omit<FileDiagnostic, 'document'>[] {
  if (deepEqual(old, manifest.value)) return [];
  const { structure, validator } = context;
  const parts = { structure, validator, applyDefaults: (object: JsonObject) => applyDefaults(object as JsonObject & Typed) };
  return updateFindingsOf(parts, manifest.value, old).map((finding) => {
    const { rule, error } = finding;
    const place = narrowed(manifest.value, old, error.path);
    const path = [...manifest.path, ...place];
    return {
      rule: rule.id,
      severity: wishes.severity,
      docs: rule.docs,
      field: error.field,
      path,
      range: rangeOfField(yaml, path),
      message: `${formatFieldError(error)}\n${remedyOf(finding, manifest)}`,
      ...fixFor(manifest, old, place, wishes),
    };
  });
}

const remedyOf = ({ rule, error }: UpdateFinding, { value }: Manifest): string =>
  rule.remedy(error, value as unknown as Parameters<typeof rule.remedy>[1]);

/** The one field below the path that differs, where it is just one: a pod's `spec` is too much to point at. */
function narrowed(next: unknown, old: unknown, path: FieldPath): FieldPath {
  const [value, before] = [valueAt(next, path), valueAt(old, path)];
  if (Array.isArray(value) && Array.isArray(before) && value.length === before.length) {
    const differing = value.flatMap((item, index) => (deepEqual(item, before[index]) ? [] : [index]));
    return differing.length === 1 ? narrowed(next, old, [...path, differing[0] ?? 0]) : path;
  }
  if (!isObject(value) || !isObject(before)) return path;
  const keys = [...new Set([...Object.keys(value), ...Object.keys(before)])];
  const differing = keys.filter((key) => !deepEqual(value[key], before[key]));
  const [key = ''] = differing;
  return differing.length === 1 && key in value ? narrowed(next, old, [...path, key]) : path;
}

/** What was there before, where it is not a whole spec; within a list of objects nothing is offered. */
function fixFor(manifest: Manifest, old: JsonObject, path: FieldPath, { origin }: UpdateWishes): { readonly fix?: Fix } {
  if (manifest.path.length > 0 || path.length < 1 || path.at(-1) === 'spec' || path.at(-1) === 'template') return {};
  const before = valueAt(old, path);
  const name = String(path.findLast((part) => typeof part === 'string'));
  if (before !== undefined)
    return { fix: { title: `Restore ${name} as in ${origin}`, edits: [{ do: 'set', path, value: before }] } };
  if (valueAt(manifest.value, path) === undefined) return {};
  return { fix: { title: `Remove ${name}, as in ${origin}`, edits: [{ do: 'remove', path }] } };
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
