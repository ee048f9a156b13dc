import { describeDefault } from '../kubernetes/defaults/index.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { formatPath } from '../kubernetes/path.ts';
import type { FieldType } from '../schema/index.ts';
import { type FieldShape, kindKey } from '../schema/structure.ts';
import type { Manifest, WorkspaceFile } from '../workspace/index.ts';
import type { TextRange } from '../yaml/document.ts';
import { pathAt } from '../yaml/index.ts';
import { configHover } from './config-file.ts';
import { documentAt, manifestAt } from './cursor.ts';
import { referenceLink } from './reference-link.ts';
import { insights } from './insights/index.ts';
import { typeText } from './type-text.ts';
import { isJudged, type LanguageContext } from './service.ts';

export interface Hover {
  /** Offsets in the file. */
  readonly range: TextRange;
  readonly markdown: string;
}

/** What a field is, what it means here, and where the documentation says more. */
export function hover(context: LanguageContext, file: WorkspaceFile, offset: number): Hover | undefined {
  if (file.dialect === 'config') return configHover(file, offset);
  if (!isJudged(file)) return undefined;
  const document = documentAt(file, offset);
  if (!document) return undefined;
  const { yaml } = document;
  const cursor = pathAt(yaml, offset - yaml.offset);
  const manifest = manifestAt(document, cursor.path);
  if (cursor.on === 'none' || !cursor.range || !manifest) return undefined;
  const path = cursor.path.slice(manifest.path.length);
  const field = context.schema.typeAt(kindKey(manifest.apiVersion, manifest.kind), path);
  if (!field) return undefined;
  return {
    range: { start: yaml.offset + cursor.range.start, end: yaml.offset + cursor.range.end },
    markdown: describe(context, manifest, path, field),
  };
}

function describe(context: LanguageContext, manifest: Manifest, path: FieldPath, field: FieldType): string {
  const { kubernetesVersion } = context.schema;
  const link = referenceLink(field, kubernetesVersion);
  return [
    `**${formatPath(path) || manifest.kind}** \`${typeText(field)}\`${field.required ? ' · required' : ''}`,
    here(context, manifest, path, field),
    descriptionOf(context, field) ?? typeMeta(context, manifest, path),
    allowed(field.shape),
    defaultText(manifest, path, field),
    link && `[Kubernetes ${kubernetesVersion.split('.').slice(0, 2).join('.')} API reference](${link})`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

function here(context: LanguageContext, manifest: Manifest, path: FieldPath, { key }: FieldType): string | undefined {
  const insight = insights.find(({ fields }) => key !== undefined && fields.includes(key));
  const said = insight?.explain({
    object: manifest.inNamespace,
    kind: manifest.kind,
    path,
    workspace: context.workspace.objects,
  });
  return said && `**Here:** ${said}`;
}

function descriptionOf(context: LanguageContext, { shape, key, type }: FieldType): string | undefined {
  const descriptions = context.descriptions();
  return (
    shape.description ??
    (key === undefined ? undefined : descriptions[key]) ??
    (type === undefined ? undefined : descriptions[type])
  );
}

/** What says of every object what it is; Kubernetes describes these fields nowhere for a single kind. */
function typeMeta(context: LanguageContext, { apiVersion, kind }: Manifest, path: FieldPath): string | undefined {
  if (path.length !== 1) return undefined;
  if (path[0] === 'metadata')
    return 'Name, namespace, labels and annotations: what tells this object from others and lets it be found.';
  if (path[0] === 'apiVersion') {
    return 'Group and version of the API that defines this object, `v1` for the oldest group. With `kind` it decides which fields there are.';
  }
  if (path[0] !== 'kind') return undefined;
  const whole = context.schema.typeAt(kindKey(apiVersion, kind), []);
  return ['What the object is.', whole && descriptionOf(context, whole)].filter(Boolean).join(' ');
}

function allowed({ enum: values }: FieldShape): string | undefined {
  return values && `One of ${values.map((value) => `\`${String(value)}\``).join(', ')}.`;
}

/** What the field would be if it were not written. */
function defaultText(manifest: Manifest, path: FieldPath, { shape }: FieldType): string | undefined {
  const kind = kindKey(manifest.apiVersion, manifest.kind);
  const value = describeDefault(kind, path, manifest.object)?.value ?? shape.default;
  // A block's defaults are those of its fields: there they can be read.
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  return `Default: \`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
