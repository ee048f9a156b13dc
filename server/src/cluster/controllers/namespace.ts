import type { Namespace, NamespaceCondition, Pod } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { type KubernetesObject, refOf } from '../../kubernetes/object.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import { virtualMsOf } from '../../kubernetes/time.ts';
import type { Action, Controller, Reader, ReconcileContext } from '../engine/types.ts';
import { builtinKinds } from './builtin-kinds.ts';

/** How long upstream expects finalizers to take. */
const finalizerEstimateSeconds = 15;

/** Objects of one kind in a namespace. */
export interface Content {
  /** `pods.`, `deployments.apps`: as the conditions name them. */
  readonly resource: string;
  readonly objects: readonly KubernetesObject[];
}

export interface NamespaceObservation {
  readonly namespace: Namespace;
  /** Pods first. Kinds without objects are left out. */
  readonly content: readonly Content[];
}

/**
 * Empties a namespace that is being deleted, pods before all else, and then lets it go. Keys are names.
 * Source: pkg/controller/namespace/deletion/namespaced_resources_deleter.go;
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
 */
export const namespaceController: Controller<NamespaceObservation> = {
  name: 'namespace-controller',
  watches: {
    Namespace: ({ type, object }) => {
      const isDue = type !== 'deleted' && object.metadata.deletionTimestamp !== undefined;
      return isDue ? [object.metadata.name ?? ''] : [];
    },
  },
  observe,
  reconcile,
};

function observe(name: string, read: Reader): NamespaceObservation | undefined {
  const namespace = read.get<Namespace>('Namespace', '', name);
  if (namespace?.metadata.deletionTimestamp === undefined || (namespace.spec?.finalizers ?? []).length === 0) return undefined;
  const content = builtinKinds
    .filter(({ namespaced }) => namespaced)
    .map(({ kind, resource, group }) => ({ resource: `${resource}.${group}`, objects: read.list(kind, name) }))
    .filter(({ objects }) => objects.length > 0);
  return { namespace, content };
}

function reconcile({ namespace, content }: NamespaceObservation, { now, timestamp }: ReconcileContext): readonly Action[] {
  const [first] = content;
  if (first?.resource === 'pods.') {
    const remaining = first.objects.some(staysAfterDelete);
    const writes = [...deleteAll(first), ...updateConditions(namespace, [], timestamp)];
    if (remaining) return [...writes, comeBack(podEstimate(namespace, first.objects, now))];
    return [...writes, { do: 'requeue', after: 0 }];
  }
  const deletions = content.flatMap(deleteAll);
  const remaining = content
    .map(({ resource, objects }) => ({ resource, objects: objects.filter(staysAfterDelete) }))
    .filter(({ objects }) => objects.length > 0);
  const conditions = updateConditions(namespace, remaining, timestamp);
  if (remaining.length > 0) return [...deletions, ...conditions, comeBack(finalizerEstimateSeconds)];
  // A status that changes wakes the controller again, for the last step.
  return [
    ...deletions,
    ...(conditions.length > 0 ? conditions : [{ do: 'update', object: withoutFinalizer(namespace) } as const]),
  ];
}

function deleteAll({ objects }: Content): Action[] {
  return objects
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((object) => ({ do: 'delete', ref: refOf(object), propagationPolicy: 'Background' }));
}

/** Whether an object is still there after its deletion was asked for: for its grace, or for its finalizers. */
function staysAfterDelete(object: KubernetesObject): boolean {
  if ((object.metadata.finalizers ?? []).length > 0) return true;
  if (object.kind !== 'Pod') return false;
  const pod = object as Pod;
  return (pod.spec?.nodeName ?? '') !== '' && !isPodTerminal(pod) && (pod.spec?.terminationGracePeriodSeconds ?? 30) !== 0;
}

/** The longest grace of the pods that run, in seconds; 0 once it should be over. Source: estimateGracefulTermination */
function podEstimate(namespace: Namespace, pods: readonly KubernetesObject[], now: number): number {
  const running = (pods as readonly Pod[]).filter((pod) => !isPodTerminal(pod));
  const grace = Math.max(0, ...running.map(({ spec }) => spec?.terminationGracePeriodSeconds ?? 0));
  const deletedAt = virtualMsOf(namespace.metadata.deletionTimestamp) ?? now;
  return now - deletedAt >= grace * 1000 ? 0 : grace;
}

/** Source: pkg/controller/namespace/namespace_controller.go (worker) */
function comeBack(estimateSeconds: number): Action {
  return { do: 'requeue', after: (Math.floor(estimateSeconds / 2) + 1) * 1000 };
}

function withoutFinalizer(namespace: Namespace): Namespace {
  const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== 'kubernetes');
  return { ...namespace, spec: { ...namespace.spec, finalizers } };
}

const fine: readonly (readonly [type: string, reason: string, message: string])[] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  ['NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
];

/** Source: pkg/controller/namespace/deletion/status_condition_utils.go */
function updateConditions(namespace: Namespace, remaining: readonly Content[], timestamp: string): Action[] {
  const trouble = troubles(remaining);
  const present = namespace.status?.conditions ?? [];
  const conditions = fine.map(([type, reason, message]): NamespaceCondition => {
    const wanted = trouble.get(type) ?? { type, status: 'False', reason, message };
    const current = present.find((condition) => condition.type === type);
    return { ...wanted, lastTransitionTime: current?.status === wanted.status ? current.lastTransitionTime : timestamp };
  });
  if (deepEqual(present, conditions)) return [];
  const object: Namespace = { ...namespace, status: { ...namespace.status, conditions } };
  return [{ do: 'updateStatus', object }];
}

function troubles(remaining: readonly Content[]): Map<string, NamespaceCondition> {
  const found = new Map<string, NamespaceCondition>();
  if (remaining.length === 0) return found;
  const kinds = remaining.map(({ resource, objects }) => `${resource} has ${objects.length} resource instances`).sort();
  const content = { reason: 'SomeResourcesRemain', message: `Some resources are remaining: ${kinds.join(', ')}` };
  found.set('NamespaceContentRemaining', { type: 'NamespaceContentRemaining', status: 'True', ...content });
  const counts = new Map<string, number>();
  for (const finalizer of remaining.flatMap(({ objects }) => objects.flatMap(({ metadata }) => metadata.finalizers ?? []))) {
    counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1);
  }
  if (counts.size === 0) return found;
  const list = [...counts].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).sort();
  const message = `Some content in the namespace has finalizers remaining: ${list.join(', ')}`;
  found.set('NamespaceFinalizersRemaining', {
    type: 'NamespaceFinalizersRemaining',
    status: 'True',
    reason: 'SomeFinalizersRemain',
    message,
  });
  return found;
}
