import type { ObjectRef } from '../kubernetes/object.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import type { Schema, ShapeProblem } from '../schema/index.ts';
import type { YamlDocument } from '../yaml/document.ts';

/** A map of JSON, of which nothing else is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What objects are read with. */
export interface ObjectReader {
  /** Asked for each time: another may have taken its place. */
  readonly schema: Schema;
  /** Fills in the API server's defaults; the object has the right types. */
  readonly applyDefaults: (object: JsonObject) => JsonObject;
}

/**
 * What one manifest says, wherever it stands. It is the same value as long as its document's text is the same, so what
 * was computed for it can be kept with it.
 */
export class Manifest {
  private pruned: JsonObject | undefined;
  private defaults: JsonObject | undefined;
  private placed: JsonObject | undefined;
  private problems: readonly ShapeProblem[] | undefined;

  constructor(
    /** As written, nulls and mistakes included. */
    readonly value: JsonObject,
    /** Where the object begins in its document: `[]`, or `['items', 0]` within a list. */
    readonly path: FieldPath,
    private readonly reader: ObjectReader,
  ) {}

  /** The same manifest, of which nothing is known yet. */
  renewed(): Manifest {
    return new Manifest(this.value, this.path, this.reader);
  }

  get apiVersion(): string {
    return text(this.value.apiVersion);
  }

  get kind(): string {
    return text(this.value.kind);
  }

  get name(): string {
    return text(this.metadata.name);
  }

  /** '' for a kind that has no namespaces; `default` where none is written. */
  get namespace(): string {
    const info = this.reader.schema.kind(this.apiVersion, this.kind);
    if (info && !info.namespaced) return '';
    return text(this.metadata.namespace) || 'default';
  }

  get ref(): ObjectRef {
    return { kind: this.kind, namespace: this.namespace, name: this.name };
  }

  /** Name of the kind's type, for example `apps.v1.Deployment`; undefined for what is not served. */
  get type(): string | undefined {
    return this.reader.schema.kind(this.apiVersion, this.kind)?.type;
  }

  /** What the strict decoder says. */
  get shapeProblems(): readonly ShapeProblem[] {
    this.problems ??= this.reader.schema.checkShape(this.apiVersion, this.kind, this.value);
    return this.problems;
  }

  /** The value without nulls and without what the strict decoder refuses. */
  get object(): JsonObject {
    this.pruned ??= (this.reader.schema.prune(this.apiVersion, this.kind, this.value, this.shapeProblems) ?? {}) as JsonObject;
    return this.pruned;
  }

  /** The same with the API server's defaults. */
  get defaulted(): JsonObject {
    this.defaults ??= this.reader.applyDefaults(this.object);
    return this.defaults;
  }

  /** The defaulted object in the namespace that it would be made in, even if none is written. */
  get inNamespace(): JsonObject {
    this.placed ??= this.withNamespace();
    return this.placed;
  }

  private withNamespace(): JsonObject {
    const { defaulted, namespace } = this;
    const metadata = isObject(defaulted.metadata) ? defaulted.metadata : {};
    if (namespace === '' || metadata.namespace === namespace) return defaulted;
    return { ...defaulted, metadata: { ...metadata, namespace } };
  }

  private get metadata(): JsonObject {
    return isObject(this.value.metadata) ? this.value.metadata : {};
  }
}

/** The manifests of a document: the object, or the items of a list, or none. */
export function manifestsOf(document: YamlDocument, reader: ObjectReader): readonly Manifest[] {
  return isObject(document.value) ? expand(document.value, [], reader) : [];
}

function expand(value: JsonObject, path: FieldPath, reader: ObjectReader): readonly Manifest[] {
  if (typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') return [];
  if (!isList(value, reader.schema)) return [new Manifest(value, path, reader)];
  // A list within a list is not what kubectl takes apart, and is not seen.
  return value.items.flatMap((item, index) => {
    const isManifest = isObject(item) && typeof item.kind === 'string' && typeof item.apiVersion === 'string';
    return isManifest ? [new Manifest(item, [...path, 'items', index], reader)] : [];
  });
}

/** `kind: List`, or a list of one kind (`PodList`), as `kubectl get -o yaml` writes them. */
function isList(value: JsonObject, schema: Schema): value is JsonObject & { readonly items: readonly unknown[] } {
  if (!Array.isArray(value.items) || typeof value.kind !== 'string') return false;
  if (value.kind === 'List') return true;
  return value.kind.endsWith('List') && schema.kind(text(value.apiVersion), value.kind.slice(0, -'List'.length)) !== undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
