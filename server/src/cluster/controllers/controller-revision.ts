import type { ControllerRevision, PodTemplateSpec } from '../../kubernetes/api.ts';
import { goJsonOfAny, goValue } from '../../kubernetes/go-json.ts';
import { fnv1, safeEncode } from '../../kubernetes/hash.ts';
import { controllerReference, type KubernetesObject } from '../../kubernetes/object.ts';

/**
 * Revisions of DaemonSets and StatefulSets: immutable snapshots of the pod template, kept as ControllerRevisions.
 * Source: pkg/controller/history/controller_history.go
 */

/** Label of a StatefulSet's revision: the hash of its data. */
export const revisionHashLabel = 'controller.kubernetes.io/hash';

/** Label of pods of both kinds, and of a DaemonSet's revision. */
export const podRevisionLabel = 'controller-revision-hash';

/** A workload whose template is kept in revisions. */
export interface Revisioned extends KubernetesObject {
  readonly spec: { readonly template: PodTemplateSpec };
}

/** The patch that restores a template: what a revision stores as its data. */
function revisionData(template: PodTemplateSpec): { spec: { template: object } } {
  return { spec: { template: { ...(goValue('v1.PodTemplateSpec', template) as object), $patch: 'replace' } } };
}

const rawOfData = new WeakMap<object, string>();
const rawOfTemplate = new WeakMap<PodTemplateSpec, string>();

/** The data as the server holds it: JSON with sorted keys. Equal text means an equal revision. */
export function rawRevisionData(revision: ControllerRevision): string {
  const data: unknown = revision.data;
  return typeof data === 'object' && data !== null ? remember(rawOfData, data, () => goJsonOfAny(data)) : goJsonOfAny(data);
}

/** The raw data that a revision of this template has. */
export function rawTemplateData(template: PodTemplateSpec): string {
  return remember(rawOfTemplate, template, () => goJsonOfAny(revisionData(template)));
}

/** Objects are immutable, so what was computed of one stays true. */
function remember<K extends object>(cache: WeakMap<K, string>, key: K, compute: () => string): string {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const value = compute();
  cache.set(key, value);
  return value;
}

/** FNV-1 over the raw data and, when it is given, the decimal collision count. */
export function hashRevisionData(raw: string, collisionCount?: number): string {
  return safeEncode(String(collisionCount === undefined ? fnv1(raw) : fnv1(raw, String(collisionCount))));
}

/** `<parent>-<hash>`; a long parent is cut, so that the name fits 253 characters. */
export function revisionName(parent: string, hash: string): string {
  return `${parent.slice(0, 223)}-${hash}`;
}

export function newControllerRevision(
  parent: Revisioned,
  details: {
    readonly name: string;
    readonly revision: number;
    readonly labels: Readonly<Record<string, string>>;
  },
): ControllerRevision {
  const { namespace, annotations } = parent.metadata;
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: details.name,
      namespace,
      labels: { ...parent.spec.template.metadata?.labels, ...details.labels },
      ...(annotations && { annotations: { ...annotations } }),
      ownerReferences: [controllerReference(parent)],
    },
    data: revisionData(parent.spec.template),
    revision: details.revision,
  };
}

/** Oldest first: by revision number, then creation, then name. */
export function sortRevisions(revisions: readonly ControllerRevision[]): readonly ControllerRevision[] {
  return [...revisions].sort(
    (a, b) =>
      revisionNumber(a) - revisionNumber(b) ||
      compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
      compare(a.metadata.name, b.metadata.name),
  );
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : Number(a > b);
}

export function revisionNumber(revision: ControllerRevision): number {
  return revision.revision ?? 0;
}

/** The pod template that a revision holds. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec | undefined {
  const data = revision.data as { spec?: { template?: PodTemplateSpec & { $patch?: string } } } | undefined;
  if (data?.spec?.template === undefined) return undefined;
  const { $patch: _directive, ...template } = data.spec.template;
  return template;
}

/** Which template `kubectl rollout undo` would restore, or what it would say instead. */
export type Rollback =
  | {
      readonly outcome: 'restore';
      readonly revision: number;
      readonly template: PodTemplateSpec;
    }
  | { readonly outcome: 'skipped' | 'failed'; readonly message: string };

/**
 * `kubectl rollout undo [--to-revision]` of a DaemonSet or StatefulSet; 0 means the revision before the latest.
 * `history` are the revisions that the workload controls.
 * Source: kubectl pkg/polymorphichelpers/rollback.go
 */
export function planRollback(workload: Revisioned, history: readonly ControllerRevision[], toRevision = 0): Rollback {
  if (toRevision === 0 && history.length <= 1) return { outcome: 'failed', message: 'no last revision to roll back to' };
  const target =
    toRevision === 0 ? sortRevisions(history).at(-2) : history.find((revision) => revisionNumber(revision) === toRevision);
  const template = target && templateOf(target);
  if (!target || !template)
    return {
      outcome: 'failed',
      message: `unable to find specified revision ${toRevision} in history`,
    };
  if (rawRevisionData(target) === rawTemplateData(workload.spec.template)) {
    return {
      outcome: 'skipped',
      message: `skipped rollback (current template already matches revision ${toRevision})`,
    };
  }
  return { outcome: 'restore', revision: revisionNumber(target), template };
}
