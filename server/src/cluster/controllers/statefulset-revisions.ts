import type { ControllerRevision, Pod, StatefulSet } from '../../kubernetes/api.ts';
import { refOf } from '../../kubernetes/object.ts';
import type { Action } from '../engine/types.ts';
import {
  hashRevisionData,
  newControllerRevision,
  rawRevisionData,
  rawTemplateData,
  revisionHashLabel,
  revisionName,
  revisionNumber,
  sortRevisions,
  templateOf,
} from './controller-revision.ts';
import { podRevision, type SetRevision } from './statefulset-identity.ts';

/** Source for all of this file: pkg/controller/statefulset/stateful_set_control.go (getStatefulSetRevisions, truncateHistory) */
export interface SetHistory {
  readonly current: SetRevision;
  readonly update: SetRevision;
  readonly collisionCount: number;
  /** Writes that make the update revision what it should be. */
  readonly actions: readonly Action[];
}

/** Finds or makes the revision of the set's template, and the one that its status calls current. */
export function setHistory(
  set: StatefulSet,
  owned: readonly ControllerRevision[],
  named: (name: string) => ControllerRevision | undefined,
): SetHistory {
  const revisions = sortRevisions(owned);
  const { revision, collisionCount, actions } = updateRevision(set, revisions, named);
  const current = revisions.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? revision;
  return { current: asSetRevision(current, set), update: asSetRevision(revision, set), collisionCount, actions };
}

function asSetRevision(revision: ControllerRevision, set: StatefulSet): SetRevision {
  return { name: revision.metadata.name ?? '', template: templateOf(revision) ?? set.spec.template };
}

function updateRevision(
  set: StatefulSet,
  revisions: readonly ControllerRevision[],
  named: (name: string) => ControllerRevision | undefined,
): { revision: ControllerRevision; collisionCount: number; actions: Action[] } {
  const collisionCount = set.status?.collisionCount ?? 0;
  const raw = rawTemplateData(set.spec.template);
  const latest = revisions.at(-1);
  const number = latest === undefined ? 1 : revisionNumber(latest) + 1;
  const equal = revisions.findLast((revision) => rawRevisionData(revision) === raw);
  if (equal && latest && rawRevisionData(latest) === raw) return { revision: latest, collisionCount, actions: [] };
  if (equal) {
    const revision = { ...equal, revision: number };
    return { revision, collisionCount, actions: [{ do: 'update', object: revision }] };
  }
  return createRevision(set, number, collisionCount, named);
}

/** The name holds a hash; each name that other data already has raises the collision count, which changes the hash. */
function createRevision(
  set: StatefulSet,
  number: number,
  collisionCount: number,
  named: (name: string) => ControllerRevision | undefined,
): { revision: ControllerRevision; collisionCount: number; actions: Action[] } {
  const raw = rawTemplateData(set.spec.template);
  const labels = { [revisionHashLabel]: hashRevisionData(raw, collisionCount) };
  for (let count = collisionCount; ; count++) {
    const name = revisionName(set.metadata.name ?? '', hashRevisionData(raw, count));
    const existing = named(name);
    if (existing === undefined) {
      const revision = newControllerRevision(set, { name, revision: number, labels });
      return { revision, collisionCount: count, actions: [{ do: 'create', object: revision }] };
    }
    if (rawRevisionData(existing) === raw) return { revision: existing, collisionCount: count, actions: [] };
  }
}

/** Deletes the oldest revisions beyond the limit that neither the set nor a pod uses. */
export function truncateHistory(
  set: StatefulSet,
  owned: readonly ControllerRevision[],
  pods: readonly Pod[],
  { current, update }: SetHistory,
): Action[] {
  const limit = set.spec.revisionHistoryLimit ?? 10;
  const live = new Set([current.name, update.name, ...pods.map(podRevision)]);
  const history = sortRevisions(owned).filter(({ metadata }) => !live.has(metadata.name ?? ''));
  if (limit < 0 || history.length <= limit) return [];
  return history.slice(0, history.length - limit).map((revision) => ({ do: 'delete', ref: refOf(revision) }));
}
