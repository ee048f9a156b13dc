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
    const { labels: _, ...others } = live.metadata;
    // An object without labels has no field for them.
    return { ...live, metadata: all.length > 0 ? { ...others, labels: Object.fromEntries(all) } : others };
  });
}
