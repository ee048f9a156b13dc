import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts';
import type { Cluster } from '../cluster.ts';
import { change } from './apply.ts';

/** What a command printed, and whether it failed. */
export interface CommandResult {
  readonly message: string;
  readonly failed: boolean;
}

export const done = (message: string): CommandResult => ({ message, failed: false });
export const failure = (message: string): CommandResult => ({ message, failed: true });

/** Changes one live object and prints `<kind>/<name> <verb>`, or why it could not. */
export function edit<T extends KubernetesObject>(
  cluster: Cluster,
  ref: ObjectRef,
  verb: string,
  update: (live: T) => T,
): CommandResult {
  const kind = cluster.kinds(ref.kind);
  const live = cluster.read.get<T>(ref.kind, ref.namespace, ref.name);
  if (!live) return failure(`Error from server (NotFound): ${kind.groupResource} "${ref.name}" not found`);
  const outcome = change(cluster, update(live), live);
  return outcome.ok ? done(`${kind.printed}/${ref.name} ${verb}`) : failure(`error: ${outcome.error.message}`);
}
