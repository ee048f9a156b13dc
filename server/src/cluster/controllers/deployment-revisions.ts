import type { Deployment, LabelSelector, ReplicaSet } from '../../kubernetes/api.ts';
import { podTemplateHash } from '../../kubernetes/hash.ts';
import { controllerReference } from '../../kubernetes/object.ts';
import {
  byCreation,
  isCopiedAnnotation,
  podTemplateHashLabel,
  type ReadAnnotations,
  revisionAnnotation,
  revisionHistoryAnnotation,
  revisionOf,
} from '../../kubernetes/rollout-history.ts';
import type { Action } from '../engine/types.ts';
import { positive } from './count.ts';
import {
  hasProgressDeadline,
  hasRevisionHistoryLimit,
  newCondition,
  progressingCondition,
  progressReasons,
  withCondition,
} from './deployment-conditions.ts';
import { type Rollout, replicasOf } from './deployment-rollout.ts';
import { newReplicaSetSize } from './deployment-rolling.ts';
import { sizeAnnotations } from './deployment-scale.ts';
import { event, isNamespaceTerminating } from './pod-control.ts';

const maxHistoryLength = 2000;
const maxNameLength = 253;

/** One more than any old ReplicaSet has. */
export function nextRevision(oldReplicaSets: readonly ReplicaSet[]): number {
  return Math.max(0, ...oldReplicaSets.map((replicaSet) => revisionOf(replicaSet) ?? 0)) + 1;
}

/**
 * The annotations of a Deployment's new ReplicaSet: those of the Deployment, and the revision. A ReplicaSet that is rolled
 * back to gets a new number and remembers its earlier ones.
 * Source: pkg/controller/deployment/util/deployment_util.go (SetNewReplicaSetAnnotations)
 */
export function newReplicaSetAnnotations(
  deployment: Deployment,
  present: ReadAnnotations | undefined,
  revision: number,
  maxLength = maxHistoryLength,
): Record<string, string> {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => isCopiedAnnotation(key));
  const annotations: Record<string, string> = { ...present, ...Object.fromEntries(copied) };
  const before = annotations[revisionAnnotation];
  const number = revisionOf({ metadata: { annotations } });
  if (number === undefined || number >= revision) return annotations;
  annotations[revisionAnnotation] = String(revision);
  if (before !== undefined) {
    const history = appendToHistory(annotations[revisionHistoryAnnotation] ?? '', before, maxLength);
    if (history !== undefined) annotations[revisionHistoryAnnotation] = history;
  }
  return annotations;
}

/** Drops the oldest numbers where the list becomes too long; undefined when even the new one alone does not fit. */
function appendToHistory(history: string, revision: string, maxLength: number): string | undefined {
  if (history === '') return revision;
  const revisions = [...history.split(','), revision];
  while (revisions.join(',').length > maxLength) revisions.shift();
  return revisions.length === 0 ? undefined : revisions.join(',');
}

/**
 * Brings revision numbers and copied fields up to date where the new ReplicaSet is there already. One write at a time: each
 * wakes the controller again, with what it wrote.
 * Source: pkg/controller/deployment/sync.go (getNewReplicaSet)
 */
export function syncRevision({ deployment, newReplicaSet, oldReplicaSets, timestamp }: Rollout): Action[] {
  if (newReplicaSet === undefined) return [];
  const present = newReplicaSet.metadata.annotations ?? {};
  const annotations = newReplicaSetAnnotations(deployment, present, nextRevision(oldReplicaSets));
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  const hasChanged = Object.keys(annotations).some((key) => annotations[key] !== present[key]);
  if (hasChanged || (newReplicaSet.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    const { minReadySeconds: _, ...spec } = newReplicaSet.spec;
    const object: ReplicaSet = {
      ...newReplicaSet,
      metadata: { ...newReplicaSet.metadata, annotations },
      spec: { ...spec, ...positive('minReadySeconds', minReadySeconds) },
    };
    return [{ do: 'update', object }];
  }
  const numbered = withRevision(deployment, annotations[revisionAnnotation] ?? '');
  const needsCondition = hasProgressDeadline(deployment) && progressingCondition(deployment) === undefined;
  if (numbered === deployment && !needsCondition) return [];
  const message = `Found new replica set ${JSON.stringify(newReplicaSet.metadata.name)}`;
  const found = newCondition('Progressing', 'True', progressReasons.found, message, timestamp);
  return [{ do: 'updateStatus', object: needsCondition ? withCondition(numbered, found) : numbered }];
}

function withRevision(deployment: Deployment, revision: string): Deployment {
  const { annotations } = deployment.metadata;
  if ((annotations?.[revisionAnnotation] ?? '') === revision) return deployment;
  return { ...deployment, metadata: { ...deployment.metadata, annotations: { ...annotations, [revisionAnnotation]: revision } } };
}

/** Source: pkg/controller/deployment/sync.go (generateReplicaSetName) */
export function replicaSetName(deploymentName: string, hash: string): string {
  return `${deploymentName.slice(0, maxNameLength - 1 - hash.length)}-${hash}`;
}

/** The name that a new ReplicaSet of a Deployment gets. */
export function newReplicaSetNameOf(deployment: Deployment): string {
  return replicaSetName(deployment.metadata.name ?? '', hashOf(deployment));
}

function hashOf({ spec, status }: Deployment): string {
  return podTemplateHash(spec.template, status?.collisionCount);
}

/** The ReplicaSet for a Deployment's template, as large as the strategy allows beside the old ones. */
export function newReplicaSet({ deployment, oldReplicaSets }: Rollout): ReplicaSet {
  const { spec, metadata } = deployment;
  const hash = hashOf(deployment);
  const labels = { ...spec.template.metadata?.labels, [podTemplateHashLabel]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: replicaSetName(metadata.name ?? '', hash),
      namespace: metadata.namespace,
      labels,
      annotations: {
        ...newReplicaSetAnnotations(deployment, undefined, nextRevision(oldReplicaSets)),
        ...sizeAnnotations(deployment),
      },
      ownerReferences: [controllerReference(deployment)],
    },
    spec: {
      replicas: newReplicaSetSize(deployment, oldReplicaSets, 0),
      ...(spec.minReadySeconds && { minReadySeconds: spec.minReadySeconds }),
      selector: withHash(spec.selector, hash),
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  };
}

function withHash(selector: LabelSelector, hash: string): LabelSelector {
  return { ...selector, matchLabels: { ...selector.matchLabels, [podTemplateHashLabel]: hash } };
}

/**
 * Creates the new ReplicaSet, says so in the Deployment's revision, condition and events, and goes on with `then`.
 * Source: pkg/controller/deployment/sync.go (getNewReplicaSet)
 */
export function createNewReplicaSet(rollout: Rollout, then: (created: ReplicaSet) => Action[]): Action[] {
  const { deployment, timestamp } = rollout;
  const wanted = newReplicaSet(rollout);
  const name = wanted.metadata.name ?? '';
  const progressing = (status: 'True' | 'False', reason: string, message: string): Deployment =>
    withCondition(deployment, newCondition('Progressing', status, reason, message, timestamp));
  return [
    {
      do: 'create',
      object: wanted,
      then: (outcome) => {
        if (!outcome.ok) {
          if (isNamespaceTerminating(outcome.error)) return [];
          const message = `Failed to create new replica set ${JSON.stringify(name)}: ${outcome.error.message}`;
          const failed = event(deployment, 'Warning', progressReasons.createFailed, message);
          if (!hasProgressDeadline(deployment)) return [failed];
          return [{ do: 'updateStatus', object: progressing('False', progressReasons.createFailed, message) }, failed];
        }
        const size = replicasOf(wanted);
        const message = `Created new replica set ${JSON.stringify(name)}`;
        const noted = hasProgressDeadline(deployment) ? progressing('True', progressReasons.created, message) : deployment;
        const revision = wanted.metadata.annotations?.[revisionAnnotation] ?? '';
        return [
          ...(size > 0
            ? [event(deployment, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${size}`)]
            : []),
          { do: 'updateStatus', object: withRevision(noted, revision) },
          ...then(outcome.object as ReplicaSet),
        ];
      },
    },
  ];
}

/** Another object has the name that the template's hash gives: count the collision, which gives another hash. */
export function countCollision(deployment: Deployment): Action[] {
  const collisionCount = (deployment.status?.collisionCount ?? 0) + 1;
  const object: Deployment = { ...deployment, status: { ...deployment.status, collisionCount } };
  return [{ do: 'updateStatus', object }];
}

/**
 * Deletes the oldest of those old ReplicaSets that are beyond the limit, unless they still have pods.
 * Source: pkg/controller/deployment/sync.go (cleanupDeployment)
 */
export function cleanUpHistory(deployment: Deployment, oldReplicaSets: readonly ReplicaSet[]): Action[] {
  if (!hasRevisionHistoryLimit(deployment)) return [];
  const alive = oldReplicaSets.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = alive.length - (deployment.spec.revisionHistoryLimit ?? 0);
  if (surplus <= 0) return [];
  return [...alive]
    .sort(byRevision)
    .slice(0, surplus)
    .filter(isIdle)
    .map(({ metadata }) => ({
      do: 'delete',
      ref: { kind: 'ReplicaSet', namespace: metadata.namespace ?? '', name: metadata.name ?? '' },
    }));
}

function isIdle(replicaSet: ReplicaSet): boolean {
  const { status, metadata } = replicaSet;
  return (
    replicasOf(replicaSet) === 0 &&
    (status?.replicas ?? 0) === 0 &&
    (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0)
  );
}

function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  const [revision, other] = [revisionOf(a), revisionOf(b)];
  if (revision === undefined || other === undefined || revision === other) return byCreation(a, b);
  return revision - other;
}
