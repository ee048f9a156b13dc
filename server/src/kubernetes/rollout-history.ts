import type { Deployment, PodTemplateSpec, ReplicaSet } from './api.ts';
import { equalityText } from './go-dump.ts';

export const revisionAnnotation = 'deployment.kubernetes.io/revision';
export const revisionHistoryAnnotation = 'deployment.kubernetes.io/revision-history';
export const desiredReplicasAnnotation = 'deployment.kubernetes.io/desired-replicas';
export const maxReplicasAnnotation = 'deployment.kubernetes.io/max-replicas';
export const podTemplateHashLabel = 'pod-template-hash';
const changeCauseAnnotation = 'kubernetes.io/change-cause';

/** Annotations of a Deployment and of its ReplicaSets that are not copied from one to the other. */
const ownAnnotations = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  revisionAnnotation,
  revisionHistoryAnnotation,
  desiredReplicasAnnotation,
  maxReplicasAnnotation,
  'deprecated.deployment.rollback.to',
]);

export function isCopiedAnnotation(key: string): boolean {
  return !ownAnnotations.has(key);
}

export type ReadAnnotations = Readonly<Record<string, string>>;

/** One entry of `kubectl rollout history`. */
export interface Revision {
  readonly revision: number;
  readonly replicaSet: ReplicaSet;
  /** The annotation kubernetes.io/change-cause. */
  readonly changeCause: string | undefined;
  /** Whether the Deployment's template is this revision's. */
  readonly isCurrent: boolean;
}

export type UndoResult =
  | { readonly done: true; readonly deployment: Deployment; readonly message: string }
  | { readonly done: false; readonly message: string; readonly isError: boolean };

/** The revision number that an object's annotation holds: 0 without one, undefined when it is no number. */
export function revisionOf(object: { readonly metadata: { annotations?: ReadAnnotations } }): number | undefined {
  const text = object.metadata.annotations?.[revisionAnnotation];
  if (text === undefined) return 0;
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

/**
 * Whether two pod templates are the same but for the label that a Deployment adds to its ReplicaSets' templates.
 * Source: pkg/controller/deployment/util/deployment_util.go (EqualIgnoreHash)
 */
export function equalIgnoringHash(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return a === b || fingerprint(a ?? {}) === fingerprint(b ?? {});
}

/** Objects are immutable, so that a template's canonical form need be written once. */
const fingerprints = new WeakMap<PodTemplateSpec, string>();

function fingerprint(template: PodTemplateSpec): string {
  let text = fingerprints.get(template);
  if (text === undefined) {
    text = equalityText('v1.PodTemplateSpec', withoutHash(template));
    fingerprints.set(template, text);
  }
  return text;
}

export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  if (template.metadata?.labels?.[podTemplateHashLabel] === undefined) return template;
  const { [podTemplateHashLabel]: _, ...labels } = template.metadata.labels;
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** Oldest first; names break ties. Source: pkg/controller/controller_utils.go (ReplicaSetsByCreationTimestamp) */
export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
  const [created, other] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (created !== other) return created < other ? -1 : 1;
  const [name, otherName] = [a.metadata.name ?? '', b.metadata.name ?? ''];
  return name < otherName ? -1 : Number(name > otherName);
}

/** The oldest ReplicaSet that has the Deployment's template. Source: deployment_util.go (FindNewReplicaSet) */
export function findNewReplicaSet(deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  let found: ReplicaSet | undefined;
  for (const replicaSet of replicaSets) {
    if (!equalIgnoringHash(replicaSet.spec.template, deployment.spec.template)) continue;
    if (found === undefined || byCreation(replicaSet, found) < 0) found = replicaSet;
  }
  return found;
}

/**
 * What `kubectl rollout history` lists: revisions in ascending order, with their cause.
 * Source: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/history.go
 */
export function revisionsOf(deployment: Deployment, replicaSets: readonly ReplicaSet[]): Revision[] {
  const current = findNewReplicaSet(deployment, replicaSets);
  const revisions: Revision[] = [];
  for (const replicaSet of replicaSets) {
    const revision = revisionOf(replicaSet);
    if (revision === undefined) continue;
    const changeCause = replicaSet.metadata.annotations?.[changeCauseAnnotation];
    revisions.push({ revision, replicaSet, changeCause, isCurrent: replicaSet === current });
  }
  return revisions.sort((a, b) => a.revision - b.revision);
}

/**
 * `kubectl rollout undo`: the Deployment with the template and the annotations of an earlier revision; 0 is the one before
 * the latest. Texts are kubectl's own.
 * Source: staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go
 */
export function undo(deployment: Deployment, replicaSets: readonly ReplicaSet[], toRevision = 0): UndoResult {
  const target = toRevision < 0 ? undefined : revisionToRestore(deployment, replicaSets, toRevision);
  if (target === undefined) {
    const name = JSON.stringify(deployment.metadata.name ?? '');
    if (toRevision === 0) return failed(`no rollout history found for deployment ${name}`);
    return failed(`unable to find specified revision ${toRevision} in history`);
  }
  if (deployment.spec.paused === true) {
    return failed("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
  }
  if (equalIgnoringHash(target.spec.template, deployment.spec.template)) {
    return { done: false, isError: false, message: `skipped rollback (current template already matches revision ${toRevision})` };
  }
  const restored: Deployment = {
    ...deployment,
    metadata: { ...deployment.metadata, annotations: restoredAnnotations(deployment, target) },
    spec: { ...deployment.spec, template: withoutHash(target.spec.template ?? {}) },
  };
  return { done: true, deployment: restored, message: 'rolled back' };
}

function failed(message: string): UndoResult {
  return { done: false, isError: true, message };
}

/** The newest ReplicaSet wins where two have one revision, as the old ones are looked at first. */
function revisionToRestore(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
  toRevision: number,
): ReplicaSet | undefined {
  const revisions = revisionsOf(deployment, replicaSets);
  if (toRevision > 0) return revisions.find(({ revision }) => revision === toRevision)?.replicaSet;
  return revisions.at(-2)?.replicaSet;
}

function restoredAnnotations(deployment: Deployment, target: ReplicaSet): Record<string, string> {
  const kept = Object.entries(deployment.metadata.annotations ?? {}).filter(([key]) => !isCopiedAnnotation(key));
  const restored = Object.entries(target.metadata.annotations ?? {}).filter(([key]) => isCopiedAnnotation(key));
  return Object.fromEntries([...kept, ...restored]);
}
