import type { ControllerRevision, PersistentVolumeClaim, Pod, StatefulSet } from '../../kubernetes/api.ts';
import { nextAvailabilityCheck } from '../../kubernetes/pod-status.ts';
import { matchesSelector } from '../../kubernetes/selector.ts';
import { type Action, type Controller, keyOf, type Reader, type ReconcileContext } from '../engine/types.ts';
import { candidates, claim, claimActions, ownersConcerned } from './control-ref.ts';
import { concernsWorkload } from './pod-changes.ts';
import type { Claims } from './statefulset-claims.ts';
import { claimName, claimTemplateNames, desiredReplicas, isMemberOf, ordinalOf, startOrdinal } from './statefulset-identity.ts';
import { planSet, type SetView } from './statefulset-plan.ts';
import { setHistory, truncateHistory } from './statefulset-revisions.ts';
import { isNewStatus, statefulSetStatus } from './statefulset-status.ts';
import { type Finish, planActions } from './statefulset-steps.ts';

export interface StatefulSetObservation {
  readonly statefulSet: StatefulSet;
  /** Its own pods, and orphans that it might adopt. */
  readonly pods: readonly Pod[];
  /** All of its namespace. */
  readonly revisions: readonly ControllerRevision[];
  /** Those of its pods, present and wanted. */
  readonly claims: Claims;
}

/**
 * Keeps pods with stable names and storage, and starts, stops and updates them in order.
 * Source: pkg/controller/statefulset/stateful_set.go; https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export const statefulSetController: Controller<StatefulSetObservation> = {
  name: 'statefulset-controller',
  watches: {
    StatefulSet: (change) => [keyOf(change.object)],
    Pod: (change, read) => (concernsWorkload(change) ? ownersConcerned<StatefulSet>(change, 'StatefulSet', read) : []),
  },
  observe,
  reconcile,
};

function observe(key: string, read: Reader): StatefulSetObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  const statefulSet = read.get<StatefulSet>('StatefulSet', namespace, name);
  if (statefulSet === undefined) return undefined;
  const pods = candidates<Pod>(statefulSet, 'Pod', statefulSet.spec.selector, read);
  return {
    statefulSet,
    pods,
    revisions: read.list<ControllerRevision>('ControllerRevision', namespace),
    claims: claimsOf(statefulSet, pods, read),
  };
}

function claimsOf(set: StatefulSet, pods: readonly Pod[], read: Reader): Claims {
  const templates = claimTemplateNames(set);
  const claims = new Map<string, PersistentVolumeClaim>();
  if (templates.length === 0) return claims;
  const wanted = Array.from({ length: desiredReplicas(set) }, (_, index) => startOrdinal(set) + index);
  for (const ordinal of new Set([...wanted, ...pods.map(ordinalOf)])) {
    for (const template of templates) {
      const name = claimName(set, template, ordinal);
      const found = read.get<PersistentVolumeClaim>('PersistentVolumeClaim', set.metadata.namespace ?? '', name);
      if (found) claims.set(name, found);
    }
  }
  return claims;
}

function reconcile(observation: StatefulSetObservation, { now }: ReconcileContext): readonly Action[] {
  const { statefulSet: set, claims } = observation;
  const matches = ({ metadata }: Pod | ControllerRevision) => matchesSelector(set.spec.selector, metadata.labels);
  // Unlike pods, revisions that no longer match are not released: they are not seen.
  const revisions = claim(set, observation.revisions.filter(matches), () => true);
  const pods = claim(set, observation.pods, (pod) => matches(pod) && isMemberOf(set, pod));
  const isTaken = (name: string) => observation.revisions.find((revision) => revision.metadata.name === name);
  const history = setHistory(set, revisions.claimed, isTaken);
  const view: SetView = { set, current: history.current, update: history.update, pods: pods.claimed, claims, now };
  const finish: Finish = ({ replaced, error }) => {
    const status = statefulSetStatus(view, history.collisionCount, replaced);
    const write: Action[] = isNewStatus(set.status, status)
      ? [{ do: 'updateStatus', object: { ...set, status } as StatefulSet }]
      : [];
    const cleanUp = truncateHistory(set, revisions.claimed, pods.claimed, history);
    if (error !== undefined) return [...write, ...cleanUp, { do: 'retry', error }];
    const minReadySeconds = set.spec.minReadySeconds ?? 0;
    const isWaiting = minReadySeconds > 0 && (status.readyReplicas ?? 0) !== (status.availableReplicas ?? 0);
    const after = nextAvailabilityCheck(pods.claimed, minReadySeconds, now) ?? minReadySeconds * 1000;
    return [...write, ...cleanUp, ...(isWaiting ? [{ do: 'requeue', after } as const] : [])];
  };
  return [
    ...claimActions(set, revisions),
    ...claimActions(set, pods),
    ...history.actions,
    ...planActions(view, planSet(view), finish),
  ];
}
