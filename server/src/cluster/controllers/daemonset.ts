import type { ControllerRevision, DaemonSet, Node, Pod } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { controllerOf } from '../../kubernetes/object.ts';
import { isEmptySelector, matchesSelector } from '../../kubernetes/selector.ts';
import {
  type Action,
  type BatchAction,
  type Change,
  type Controller,
  keyOf,
  type Reader,
  type ReconcileContext,
} from '../engine/types.ts';
import { candidates, claim, claimActions, ownersConcerned } from './control-ref.ts';
import { daemonSetHistory, truncateHistory } from './daemonset-history.ts';
import { type DaemonView, type FailedPodBackoff, manage, type PodChanges, sortNodes } from './daemonset-manage.ts';
import { nodeJudge } from './daemonset-nodes.ts';
import { daemonPod, podsByNode } from './daemonset-pods.ts';
import { statusActions } from './daemonset-status.ts';
import { rollingUpdate } from './daemonset-update.ts';
import { concernsWorkload } from './pod-changes.ts';
import { createFailure, createPod, deleteFailure, deletePod, event } from './pod-control.ts';

/** No more pods than this are created or deleted in one go. */
const burstReplicas = 250;

export interface DaemonSetObservation {
  readonly daemonSet: DaemonSet;
  readonly nodes: readonly Node[];
  /** Its own pods, and orphans that it might adopt. */
  readonly pods: readonly Pod[];
  /** All of its namespace. */
  readonly revisions: readonly ControllerRevision[];
  readonly backoff: FailedPodBackoff;
}

/**
 * Runs one pod on each node that should have one.
 * Source: pkg/controller/daemon/daemon_controller.go; https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
 */
export const daemonSetController: Controller<DaemonSetObservation> = {
  name: 'daemonset-controller',
  watches: {
    DaemonSet: (change) => [keyOf(change.object)],
    ControllerRevision: (change, read) => ownersConcerned<DaemonSet>(change, 'DaemonSet', read),
    Pod: (change, read) => (concernsWorkload(change) ? ownersConcerned<DaemonSet>(change, 'DaemonSet', read) : []),
    Node: daemonSetsConcerned,
  },
  observe,
  reconcile,
};

/** A node that is new, or that has other labels or taints, concerns the DaemonSets that want a pod there and have none, or the reverse. */
function* daemonSetsConcerned({ type, object, previous }: Change, read: Reader): Iterable<string> {
  const node: Node = object;
  const before: Node | undefined = previous;
  if (type === 'deleted') return;
  if (before && deepEqual(before.metadata.labels, node.metadata.labels) && deepEqual(before.spec?.taints, node.spec?.taints))
    return;
  const owners = new Set(read.podsOnNode<Pod>(node.metadata.name ?? '').map((pod) => controllerOf(pod)?.uid));
  for (const daemonSet of read.list<DaemonSet>('DaemonSet')) {
    const { shouldRun, shouldContinueRunning } = nodeJudge(daemonSet)(node);
    const isScheduled = owners.has(daemonSet.metadata.uid);
    const isMissing = shouldRun && !isScheduled;
    const isUnwanted = isScheduled && !shouldContinueRunning;
    if (isMissing || isUnwanted || (isScheduled && (daemonSet.status?.numberMisscheduled ?? 0) > 0)) yield keyOf(daemonSet);
  }
}

function observe(key: string, read: Reader, memory: unknown): DaemonSetObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  const daemonSet = read.get<DaemonSet>('DaemonSet', namespace, name);
  if (daemonSet === undefined) return undefined;
  return {
    daemonSet,
    nodes: read.list<Node>('Node'),
    pods: candidates<Pod>(daemonSet, 'Pod', daemonSet.spec.selector, read),
    revisions: read.list<ControllerRevision>('ControllerRevision', namespace),
    backoff: (memory as FailedPodBackoff | undefined) ?? new Map(),
  };
}

function reconcile(observation: DaemonSetObservation, { now }: ReconcileContext): readonly Action[] {
  const { daemonSet } = observation;
  const { selector } = daemonSet.spec;
  if (isEmptySelector(selector)) {
    return [
      event(daemonSet, 'Warning', 'SelectingAll', 'This daemon set is selecting all pods. A non-empty selector is required.'),
    ];
  }
  if (daemonSet.metadata.deletionTimestamp !== undefined) return [];
  const revisions = claim(daemonSet, observation.revisions, ({ metadata }) => matchesSelector(selector, metadata.labels));
  const pods = claim(daemonSet, observation.pods, ({ metadata }) => matchesSelector(selector, metadata.labels));
  const named = (name: string) => observation.revisions.find((revision) => revision.metadata.name === name);
  const history = daemonSetHistory(daemonSet, revisions.claimed, named, pods.claimed);
  const claims = [...claimActions(daemonSet, revisions), ...claimActions(daemonSet, pods)];
  if ('collisionCount' in history) return [...claims, ...bumpCollisionCount(daemonSet, history.collisionCount, history.name)];
  const judge = nodeJudge(daemonSet);
  const view: DaemonView = {
    daemonSet,
    nodes: new Map(sortNodes(observation.nodes).map((node) => [node.metadata.name ?? '', judge(node)])),
    pods: podsByNode(pods.claimed),
    hash: history.hash,
    now,
  };
  const cleanUp = truncateHistory(daemonSet, history.old, pods.claimed);
  return [...claims, ...history.actions, ...syncPods(view, observation.backoff, cleanUp)];
}

/** The manage pass; where it has nothing to do the rolling update's step; then history and status, counted before both. */
function syncPods(view: DaemonView, backoff: FailedPodBackoff, cleanUp: readonly Action[]): Action[] {
  const managed = manage(view, backoff);
  const status = statusActions(view);
  const fail = (error: string): Action[] => [...status, { do: 'retry', error }];
  const actions: Action[] = [...managed.events];
  if (managed.backoff !== backoff) actions.push({ do: 'remember', value: managed.backoff });
  if (managed.retryAfter !== undefined) actions.push({ do: 'requeue', after: managed.retryAfter, background: true });
  actions.push(...podActions(view, managed, fail));
  // Upstream waits until it has seen its creates and deletes before it takes the next step of an update.
  const isQuiet = managed.create.length + managed.remove.length === 0;
  if (isQuiet && view.daemonSet.spec.updateStrategy?.type === 'RollingUpdate') {
    const update = rollingUpdate(view);
    if ('error' in update) return [...actions, ...fail(update.error)];
    actions.push(...podActions(view, update, fail));
  }
  return [...actions, ...cleanUp, ...status];
}

/** Source: pkg/controller/daemon/daemon_controller.go (syncNodes) */
function podActions({ daemonSet, hash }: DaemonView, changes: PodChanges, fail: (error: string) => Action[]): Action[] {
  const removals: BatchAction = {
    do: 'batch',
    slowStart: false,
    actions: changes.remove.slice(0, burstReplicas).map((pod) => deletePod(daemonSet, pod)),
    then: (outcomes) => {
      const error = deleteFailure(outcomes);
      return error === undefined ? [] : fail(error);
    },
  };
  const removing = removals.actions.length === 0 ? [] : [removals];
  if (changes.create.length === 0) return removing;
  const creations: BatchAction = {
    do: 'batch',
    slowStart: true,
    actions: changes.create.slice(0, burstReplicas).map((node) => createPod(daemonSet, daemonPod(daemonSet, hash, node))),
    then: (outcomes) => {
      const error = createFailure(outcomes);
      return error === undefined ? [] : [...removing, ...fail(error)];
    },
  };
  return [creations, ...removing];
}

function bumpCollisionCount(daemonSet: DaemonSet, collisionCount: number, name: string): Action[] {
  const zero = { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 };
  const status = { ...zero, ...daemonSet.status, collisionCount };
  return [
    { do: 'updateStatus', object: { ...daemonSet, status } as DaemonSet },
    { do: 'retry', error: `controllerrevisions.apps "${name}" already exists` },
  ];
}
