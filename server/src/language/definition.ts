import { type FieldPath, valueAt } from '../kubernetes/path.ts';
import { kindKey } from '../schema/structure.ts';
import type { Manifest, ObjectPlace, WorkspaceFile } from '../workspace/index.ts';
import type { TextRange, YamlDocument } from '../yaml/document.ts';
import { locate, pathAt } from '../yaml/index.ts';
import { documentAt, manifestAt } from './cursor.ts';
import { namespaceFor, referencedType } from './references.ts';
import { isJudged, type LanguageContext } from './service.ts';

/** Where a name leads. */
export interface Definition {
  readonly uri: string;
  /** The whole of what is named, and its name; offsets in the file. */
  readonly range: TextRange;
  readonly selection: TextRange;
}

export interface Definitions {
  /** The name under the cursor. */
  readonly origin: TextRange;
  readonly targets: readonly Definition[];
}

/** The objects, or the part of this object, that the name under the cursor means. */
export function definitions(context: LanguageContext, file: WorkspaceFile, offset: number): Definitions | undefined {
  const document = isJudged(file) ? documentAt(file, offset) : undefined;
  if (!document) return undefined;
  const { yaml } = document;
  const cursor = pathAt(yaml, offset - yaml.offset);
  const manifest = manifestAt(document, cursor.path);
  if (cursor.on !== 'value' || !cursor.range || !manifest) return undefined;
  const path = cursor.path.slice(manifest.path.length);
  const targets = [...objects(context, manifest, path), ...volumes(context, file, yaml, manifest, path)];
  return targets.length === 0 ? undefined : { origin: shifted(yaml, cursor.range), targets };
}

function objects(context: LanguageContext, manifest: Manifest, path: FieldPath): readonly Definition[] {
  const field = context.schema.typeAt(kindKey(manifest.apiVersion, manifest.kind), path);
  const site = { object: manifest.value, path, namespace: manifest.namespace };
  const type = referencedType(context.schema, field?.key, site);
  const name = valueAt(manifest.value, path);
  if (!type || typeof name !== 'string') return [];
  const namespace = namespaceFor(type, site);
  return context.workspace.objects
    .all(type)
    .map(({ source }) => source as ObjectPlace)
    .filter((place) => place.manifest.name === name && (namespace === '' || place.manifest.namespace === namespace))
    .flatMap((place) => definitionOf(context, place.uri, place.document, place.manifest.path, 'metadata'));
}

/** A mount's volume stands in the same pod. */
function volumes(
  context: LanguageContext,
  file: WorkspaceFile,
  yaml: YamlDocument,
  manifest: Manifest,
  path: FieldPath,
): readonly Definition[] {
  if (path.at(-3) !== 'volumeMounts' || path.at(-1) !== 'name') return [];
  const name = valueAt(manifest.value, path);
  const pod = path.slice(
    0,
    path.findLastIndex((part) => part === 'containers' || part === 'initContainers'),
  );
  const declared = valueAt(manifest.value, [...pod, 'volumes']);
  const index = Array.isArray(declared)
    ? declared.findIndex((volume: { readonly name?: unknown } | null) => volume?.name === name)
    : -1;
  const document = file.documents.findIndex((each) => each.yaml === yaml);
  return index < 0 ? [] : definitionOf(context, file.uri, document, [...manifest.path, ...pod, 'volumes', index]);
}

function definitionOf(
  context: LanguageContext,
  uri: string,
  document: number,
  path: FieldPath,
  ...below: readonly string[]
): readonly Definition[] {
  const yaml = context.workspace.file(uri)?.documents[document]?.yaml;
  if (!yaml) return [];
  const whole = locate(yaml, path).value;
  const name = locate(yaml, [...path, ...below, 'name']);
  if (!whole) return [];
  return [{ uri, range: shifted(yaml, whole), selection: shifted(yaml, (name.found ? name.value : undefined) ?? whole) }];
}

function shifted({ offset }: YamlDocument, { start, end }: TextRange): TextRange {
  return { start: offset + start, end: offset + end };
}
