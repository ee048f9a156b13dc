import type { FieldPath } from '../kubernetes/path.ts';
import type { ShapeProblem } from './check.ts';
import { ShapeChecker } from './check.ts';
import type { KindClass } from './classify.ts';
import { classifyKind } from './classify.ts';
import type { CustomKind, StructuralSchema } from './custom-resources/definition.ts';
import { withCustomKinds } from './custom-resources/shape.ts';
import { unknownFields } from './custom-resources/unknown-fields.ts';
import { goField } from './go-field.ts';
import { zeroOf } from './leaf.ts';
import { pruneValue } from './prune.ts';
import { readingOf } from './shape-schema.ts';
import type { FieldShape, KindInfo, Structure } from './structure.ts';
import { kindKey } from './structure.ts';
import type { Releases } from './versions.ts';

export type { ShapeProblem } from './check.ts';
export type { KindClass } from './classify.ts';
export type { RemovedVersion } from './removed-versions.ts';

/** A kind that the API server serves. */
export interface ServedKind extends KindInfo {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The field that stands at a path of an object. */
export interface FieldType {
  /** The shape, with `$ref` followed. */
  readonly shape: FieldShape;
  /** Name of the shape's type, for example `core.v1.PodSpec`; absent for what has no name of its own. */
  readonly type?: string;
  /** `Type.property`, by which descriptions are kept, for example `apps.v1.DeploymentSpec.replicas`. */
  readonly key?: string;
  /** Whether the type around it requires the field. */
  readonly required: boolean;
}

/** The shapes of one Kubernetes version. */
export interface Schema {
  readonly kubernetesVersion: string;
  readonly kinds: readonly ServedKind[];
  kind(apiVersion: string, kind: string): ServedKind | undefined;
  /** Kinds by resource, short name or kind, in any case, as kubectl takes them: `deploy`, `pods`, `Ingress`. */
  find(word: string): readonly ServedKind[];
  /** Undefined where no such field is. A path may end in a key still being typed: then ask for its parent. */
  typeAt(kind: string, path: FieldPath): FieldType | undefined;
  /** What the strict decoder says; nothing for a kind that is not served. */
  checkShape(apiVersion: string, kind: string, value: unknown): readonly ShapeProblem[];
  /** The value without nulls, unknown fields and what has the wrong type, so that its rest can be trusted. */
  prune(apiVersion: string, kind: string, value: unknown, problems?: readonly ShapeProblem[]): unknown;
  classifyKind(apiVersion: string, kind: string): KindClass;
  /** By which custom resources of a kind are judged; undefined for other kinds, and without a definition. */
  structuralSchema(apiVersion: string, kind: string): StructuralSchema | undefined;
  /** The kinds and types, those of definitions included. */
  readonly structure: Structure;
}

/**
 * Costs nothing until it is asked: indexes and validators are made on first use.
 *
 * @param customKinds what CustomResourceDefinitions add
 * @param releases by which it tells in which versions a thing is that this structure does not know
 */
export function createSchema(
  kubernetes: Structure,
  releases: Releases = () => [],
  customKinds: readonly CustomKind[] = [],
): Schema {
  const structure = withCustomKinds(kubernetes, customKinds);
  const customs = new Map(customKinds.map(({ apiVersion, kind, schema }) => [kindKey(apiVersion, kind), schema]));
  const checker = new ShapeChecker(structure, releases);
  let byKey: ReadonlyMap<string, ServedKind> | undefined;
  const kindsByKey = () =>
    (byKey ??= new Map(Object.entries(structure.kinds).map(([key, info]) => [key, served(key, info)] as const)));
  let kinds: readonly ServedKind[] | undefined;
  const allKinds = () => (kinds ??= [...kindsByKey().values()]);
  const checkShape: Schema['checkShape'] = (apiVersion, kind, value) => {
    const key = kindKey(apiVersion, kind);
    const custom = customs.get(key);
    if (custom) return [...unknownFields(custom, value), ...metadataProblems(checker, value)];
    const info = structure.kinds[key];
    return info ? checker.check(info.type, value) : [];
  };
  return {
    kubernetesVersion: structure.kubernetesVersion,
    structure,
    structuralSchema: (apiVersion, kind) => customs.get(kindKey(apiVersion, kind)),
    get kinds() {
      return allKinds();
    },
    kind: (apiVersion, kind) => kindsByKey().get(kindKey(apiVersion, kind)),
    find(word) {
      const wanted = word.toLowerCase();
      return allKinds().filter(({ kind, resource, shortNames = [] }) =>
        [kind.toLowerCase(), resource, ...shortNames].includes(wanted),
      );
    },
    typeAt: (kind, path) => typeAt(structure, kind, path),
    checkShape,
    prune(apiVersion, kind, value, problems = checkShape(apiVersion, kind, value)) {
      const type = structure.kinds[kindKey(apiVersion, kind)]?.type;
      return pruneValue(value, problems, {
        zeroAt: (path) => (type === undefined ? null : zeroAt(structure, type, path)),
        isMapAt: (path) => type !== undefined && isMapAt(structure, type, path),
      });
    },
    classifyKind: (apiVersion, kind) => classifyKind(kubernetes, releases, customKinds, apiVersion, kind),
  };
}

/** The metadata of a custom resource are those of all objects; what of them has the wrong type is not told as for these. */
function metadataProblems(checker: ShapeChecker, value: unknown): readonly ShapeProblem[] {
  // Any type with metadata will do.
  const problems = checker.check('core.v1.ConfigMap', { metadata: (value as { metadata?: unknown }).metadata });
  return problems.filter(({ code }) => code === 'unknown-field');
}

function zeroAt(structure: Structure, type: string, path: FieldPath): unknown {
  const reading = readingOf(goField(structure, type, path).shape);
  return reading ? zeroOf(reading.leaf) : null;
}

function isMapAt(structure: Structure, type: string, path: FieldPath): boolean {
  const { shape } = goField(structure, type, path);
  const own = shape.$ref === undefined ? shape : structure.types[shape.$ref];
  return own?.additionalProperties !== undefined;
}

function served(key: string, info: KindInfo): ServedKind {
  const slash = key.lastIndexOf('/');
  return { ...info, apiVersion: key.slice(0, slash), kind: key.slice(slash + 1) };
}

function typeAt(structure: Structure, kind: string, path: FieldPath): FieldType | undefined {
  const info = structure.kinds[kind];
  if (!info) return undefined;
  let field: FieldType = resolve(structure, { $ref: info.type }, undefined, false);
  for (const part of path) {
    const { shape, type }: FieldType = field;
    const property: FieldShape | undefined = typeof part === 'string' ? shape.properties?.[part] : undefined;
    const below: FieldShape | undefined = property ?? (typeof part === 'number' ? shape.items : shape.additionalProperties);
    if (!below) return undefined;
    const key: string | undefined = property && type ? `${type}.${part}` : field.key;
    field = resolve(structure, below, key, property !== undefined && (shape.required?.includes(String(part)) ?? false));
  }
  return field;
}

/** What a field says beside its reference (a default, a patch strategy) goes over what the type says. */
function resolve(structure: Structure, shape: FieldShape, key: string | undefined, required: boolean): FieldType {
  const described = key === undefined ? {} : { key };
  if (shape.$ref === undefined) return { shape, required, ...described };
  const { $ref: type, ...beside } = shape;
  return { shape: { ...structure.types[type], ...beside }, type, required, ...described };
}
