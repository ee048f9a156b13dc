import type { ControllerRevision, DaemonSet, Pod } from '../../kubernetes/api.ts';
import { podTemplateHash } from '../../kubernetes/hash.ts';
import { refOf } from '../../kubernetes/object.ts';
import type { Action } from '../engine/types.ts';
import {
  newControllerRevision,
  podRevisionLabel,
  rawRevisionData,
  rawTemplateData,
  revisionNumber,
  sortRevisions,
} from './controller-revision.ts';

/** The revisions of a DaemonSet, and the writes that bring them up to date. Source: pkg/controller/daemon/update.go */
export interface DaemonSetHistory {
  /** Value of the label controller-revision-hash that pods of the current template carry. */
  readonly hash: string;
  readonly old: readonly ControllerRevision[];
  readonly actions: readonly Action[];
}

/** Another revision has the name that the current one would get: only a higher collision count helps. */
export interface HashCollision {
  readonly collisionCount: number;
  readonly name: string;
}

/**
 * Finds the revision of the current template or makes it, gives it the highest number, and removes its doubles.
 * `owned` are the DaemonSet's revisions, `named` looks any revision of its namespace up.
 */
export function daemonSetHistory(
  daemonSet: DaemonSet,
  owned: readonly ControllerRevision[],
  named: (name: string) => ControllerRevision | undefined,
  pods: readonly Pod[],
): DaemonSetHistory | HashCollision {
  const raw = rawTemplateData(daemonSet.spec.template);
  const current = owned.filter((revision) => rawRevisionData(revision) === raw);
  const old = owned.filter((revision) => !current.includes(revision));
  const number = Math.max(0, ...old.map(revisionNumber)) + 1;
  const kept = current.reduce<ControllerRevision | undefined>(
    (best, revision) => (best === undefined || revisionNumber(revision) >= revisionNumber(best) ? revision : best),
    undefined,
  );
  if (kept === undefined) return snapshot(daemonSet, number, old, named);
  const hash = hashLabel(kept);
  const doubles = current.filter((revision) => revision !== kept);
  const actions: Action[] = doubles.length === 0 ? [] : [...relabel(pods, hash), ...doubles.map(deleteRevision)];
  if (revisionNumber(kept) < number) actions.push({ do: 'update', object: { ...kept, revision: number } as ControllerRevision });
  return { hash, old, actions };
}

function snapshot(
  daemonSet: DaemonSet,
  revision: number,
  old: readonly ControllerRevision[],
  named: (name: string) => ControllerRevision | undefined,
): DaemonSetHistory | HashCollision {
  const collisionCount = daemonSet.status?.collisionCount;
  const hash = podTemplateHash(daemonSet.spec.template, collisionCount);
  const name = `${daemonSet.metadata.name ?? ''}-${hash}`;
  const existing = named(name);
  if (existing) {
    const isSame = rawRevisionData(existing) === rawTemplateData(daemonSet.spec.template);
    return isSame ? { hash: hashLabel(existing), old, actions: [] } : { collisionCount: (collisionCount ?? 0) + 1, name };
  }
  const object = newControllerRevision(daemonSet, { name, revision, labels: { [podRevisionLabel]: hash } });
  return { hash, old, actions: [{ do: 'create', object }] };
}

function hashLabel(revision: ControllerRevision): string {
  return revision.metadata.labels?.[podRevisionLabel] ?? '';
}

function relabel(pods: readonly Pod[], hash: string): Action[] {
  return pods
    .filter((pod) => pod.metadata.labels?.[podRevisionLabel] !== hash)
    .map((pod) => ({
      do: 'update',
      object: { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata.labels, [podRevisionLabel]: hash } } },
    }));
}

/** Deletes old revisions beyond the limit, oldest first, except those that pods (terminal ones too) still run. */
export function truncateHistory(daemonSet: DaemonSet, old: readonly ControllerRevision[], pods: readonly Pod[]): Action[] {
  const surplus = old.length - (daemonSet.spec.revisionHistoryLimit ?? 10);
  if (surplus <= 0) return [];
  const live = new Set(pods.map((pod) => pod.metadata.labels?.[podRevisionLabel]).filter(Boolean));
  return sortRevisions(old)
    .filter((revision) => !live.has(hashLabel(revision)))
    .slice(0, surplus)
    .map(deleteRevision);
}

function deleteRevision(revision: ControllerRevision): Action {
  return { do: 'delete', ref: refOf(revision) };
}
