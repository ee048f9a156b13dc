import type { Deployment } from '../../kubernetes/api.ts';
import type { ObjectRef } from '../../kubernetes/object.ts';
import type { Cluster } from '../cluster.ts';
import { type CommandResult, edit, failure } from './result.ts';

const scalable = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']);

/** `kubectl scale`. */
export function scale(cluster: Cluster, ref: ObjectRef, replicas: number): CommandResult {
  if (!scalable.has(ref.kind)) return failure(`error: cannot scale a ${ref.kind}`);
  return edit<Deployment>(cluster, ref, 'scaled', (live) => ({ ...live, spec: { ...live.spec, replicas } }));
}
