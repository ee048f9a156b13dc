import type { Namespace, Pod } from '../../kubernetes/api.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { timestampAt, virtualMsOf } from '../../kubernetes/time.ts';
import type { DeleteAction, VirtualMs } from '../engine/types.ts';

/** Default of spec.terminationGracePeriodSeconds. */
const defaultGraceSeconds = 30;

/**
 * What a delete request makes of an object: it goes at once (`remove`), or it stays with a deletionTimestamp until its
 * grace is over (pods; the kubelet then deletes with grace 0) and its finalizers are gone.
 * Source: staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go, pkg/registry/core/pod/strategy.go
 */
export function prepareDeletion(
  current: KubernetesObject,
  request: Omit<DeleteAction, 'do'>,
  now: VirtualMs,
): KubernetesObject | 'remove' {
  const grace = graceOf(current, request.gracePeriodSeconds);
  const finalizers = withPropagation(current.metadata.finalizers ?? [], request.propagationPolicy);
  if (grace === 0 && finalizers.length === 0 && !isFullNamespace(current)) return 'remove';
  const { metadata } = current;
  const until = now + grace * 1000;
  const existing = virtualMsOf(metadata.deletionTimestamp);
  const isShorter = existing === undefined || until < existing || grace < (metadata.deletionGracePeriodSeconds ?? 0);
  const timing = isShorter ? { deletionTimestamp: timestampAt(until), deletionGracePeriodSeconds: grace } : {};
  return {
    ...terminating(current),
    metadata: { ...metadata, ...timing, ...generationOf(current), ...(finalizers.length > 0 ? { finalizers } : {}) },
  };
}

/** Also a pod without grace is marked before it goes, so that whoever watches sees it terminating first. */
export function markedBeforeRemoval(current: KubernetesObject, now: VirtualMs): KubernetesObject | undefined {
  const { kind, metadata } = current;
  if (kind !== 'Pod' || metadata.deletionTimestamp !== undefined) return undefined;
  const timing = { deletionTimestamp: timestampAt(now), deletionGracePeriodSeconds: 0 };
  return { ...current, metadata: { ...metadata, ...timing, ...generationOf(current) } };
}

/** The first deletion of an object counts as a change of what is wanted. */
function generationOf({ metadata: { generation, deletionTimestamp } }: KubernetesObject): { readonly generation?: number } {
  return deletionTimestamp === undefined && generation !== undefined ? { generation: generation + 1 } : {};
}

/**
 * A namespace that its controller has not emptied yet; only then it goes.
 * Source: pkg/registry/core/namespace/storage/storage.go
 */
export function isFullNamespace(object: KubernetesObject): boolean {
  return object.kind === 'Namespace' && ((object as Namespace).spec?.finalizers ?? []).length > 0;
}

function terminating(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Namespace') return object;
  const namespace = object as Namespace;
  const marked: Namespace = { ...namespace, status: { ...namespace.status, phase: 'Terminating' } };
  return marked;
}

/** Seconds of grace: only pods that run somewhere have any. */
function graceOf(object: KubernetesObject, requested: number | undefined): number {
  if (object.kind !== 'Pod') return 0;
  const { spec, status } = object as Pod;
  const isFinished = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  if (!spec?.nodeName || isFinished) return 0;
  const grace = requested ?? spec.terminationGracePeriodSeconds ?? defaultGraceSeconds;
  return grace < 0 ? 1 : grace;
}

function withPropagation(finalizers: readonly string[], policy: DeleteAction['propagationPolicy']): string[] {
  const others = finalizers.filter(
    (finalizer) => policy === undefined || (finalizer !== 'foregroundDeletion' && finalizer !== 'orphan'),
  );
  if (policy === 'Foreground') return [...others, 'foregroundDeletion'];
  if (policy === 'Orphan') return [...others, 'orphan'];
  return others;
}
