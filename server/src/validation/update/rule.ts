import { semanticEqual } from '../../kubernetes/equality.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { type FieldPath, valueAt } from '../../kubernetes/path.ts';
import { type FieldError, invalid, type Place } from '../field-error.ts';

/** What may not change in objects of some kinds once they exist. One kind or family = one file, and one line in `index.ts`. */
export interface UpdateRule {
  /** Stable, in kebab case: users name it in settings and comments. */
  readonly id: string;
  /** One sentence for the rule's documentation page. */
  readonly summary: string;
  /** Page of the Kubernetes documentation. */
  readonly docs: string;
  /** `Deployment`; kinds of the API groups that Kubernetes itself serves. */
  readonly kinds: readonly string[];
  /** What the server keeps, drops or fills in of an object that is written again, before it validates. */
  readonly prepare?: (next: KubernetesObject, old: KubernetesObject) => KubernetesObject;
  /** Both objects are defaulted and prepared; paths are those of the new one. */
  check(next: KubernetesObject, old: KubernetesObject): Iterable<FieldError>;
  /** What it takes to get the change into the cluster all the same. */
  remedy(error: FieldError, object: KubernetesObject): string;
}

/** `field is immutable`, where the value at the path is not the same to the API server as before. */
export function immutable(
  next: KubernetesObject,
  old: KubernetesObject,
  path: FieldPath,
  { field, print = (value) => value }: { readonly field?: string; readonly print?: (value: unknown) => unknown } = {},
): readonly FieldError[] {
  const value = valueAt(next, path);
  if (semanticEqual(value, valueAt(old, path))) return [];
  const place: Place = field === undefined ? { path } : { path, field };
  return [invalid(place, print(value) ?? null, 'field is immutable')];
}

/** A label selector as Go writes it: without what is empty, its labels in order. */
export function printSelector(value: unknown): unknown {
  if (value === undefined) return undefined;
  const { matchLabels = {}, matchExpressions = [] } = value as { matchLabels?: Json; matchExpressions?: unknown[] };
  const labels = Object.entries(matchLabels).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...(labels.length > 0 && { matchLabels: Object.fromEntries(labels) }),
    ...(matchExpressions.length > 0 && { matchExpressions }),
  };
}

export type Json = Readonly<Record<string, unknown>>;

export const mapAt = (object: unknown, path: FieldPath): Json => (valueAt(object, path) ?? {}) as Json;
export const listAt = (object: unknown, path: FieldPath): readonly unknown[] => {
  const value = valueAt(object, path);
  return Array.isArray(value) ? value : [];
};
export const textAt = (object: unknown, path: FieldPath): string => {
  const value = valueAt(object, path);
  return typeof value === 'string' ? value : '';
};

/** The object with another spec. */
export function withSpec(object: KubernetesObject, spec: unknown): KubernetesObject {
  return { ...object, spec } as KubernetesObject;
}

/** `kubectl delete deployment web` */
export function deletion({ kind, metadata }: KubernetesObject, ...flags: readonly string[]): string {
  return ['kubectl delete', kind.toLowerCase(), metadata.name ?? '', ...flags].join(' ').trimEnd();
}
