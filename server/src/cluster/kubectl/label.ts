import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts';
import type { Cluster } from '../cluster.ts';
import { type CommandResult, edit } from './result.ts';

/** `kubectl label --overwrite`: sets these labels and removes those. */
export function label(
  cluster: Cluster,
  ref: ObjectRef,
  labels: Readonly<Record<string, string>>,
  removed: readonly string[] = [],
): CommandResult {
  return edit<KubernetesObject>(cluster, ref, 'labeled', (live) => {
    const all = Object.entries({ ...live.metadata.labels, ...labels }).filter(([key]) => !removed.includes(key));
    return { ...live, metadata: { ...live.metadata, labels: Object.fromEntries(all) } };
  });
}
