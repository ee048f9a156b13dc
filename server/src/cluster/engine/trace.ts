import type { KubernetesObject, ObjectRef, VirtualMs } from './types.ts';

/**
 * One thing that happened. The trace is append-only and the only record: timeline, tree at any time, events and "why"
 * all read it. Objects are shared with the store, never copied.
 */
export type TraceEntry = WriteEntry | EventEntry;

export interface WriteEntry {
  readonly verb: 'create' | 'update' | 'delete';
  readonly at: VirtualMs;
  /** Who wrote: `kubectl`, `deployment-controller`, `kubelet` … */
  readonly actor: string;
  readonly ref: ObjectRef;
  /** The object after the write; for `delete` as it was last. */
  readonly object: KubernetesObject;
}

export interface EventEntry {
  readonly verb: 'event';
  readonly at: VirtualMs;
  readonly actor: string;
  readonly ref: ObjectRef;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** The live objects at the end of `at`, keyed `kind/namespace/name`, in order of creation. */
export function objectsAt(trace: readonly TraceEntry[], at: VirtualMs): ReadonlyMap<string, KubernetesObject> {
  const live = new Map<string, KubernetesObject>();
  for (const entry of trace) {
    if (entry.at > at) break;
    if (entry.verb === 'event') continue;
    const key = `${entry.ref.kind}/${entry.ref.namespace}/${entry.ref.name}`;
    if (entry.verb === 'delete') live.delete(key);
    else live.set(key, entry.object);
  }
  return live;
}
