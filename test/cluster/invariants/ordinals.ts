import type { Pod, StatefulSet } from '../../../server/src/kubernetes/api.ts';
import { controllerOf } from '../../../server/src/kubernetes/object.ts';
import { isPodReady } from '../../../server/src/kubernetes/pod-status.ts';
import type { Invariant, World } from './world.ts';

/** A StatefulSet has one pod of an ordinal at any time, and OrderedReady starts it when those below are ready. */
export const ordinals: Invariant = {
  name: 'one pod per ordinal, in order',
  watch: () => problemOf,
};

function problemOf({ entry, live, ofKind }: World): string | undefined {
  if (entry.ref.kind !== 'Pod' || entry.verb !== 'create') return undefined;
  const owner = controllerOf(entry.object);
  const set = ofKind<StatefulSet>('StatefulSet').find(({ metadata }) => metadata.uid === owner?.uid);
  if (!set) return undefined;
  const ordinal = ordinalOf(entry.ref.name);
  const twins = ofKind<Pod>('Pod').filter(
    ({ metadata, ...pod }) =>
      controllerOf({ metadata, ...pod })?.uid === owner?.uid && ordinalOf(metadata.name ?? '') === ordinal,
  );
  if (twins.length > 1) return `${twins.length} pods of ordinal ${ordinal}`;
  if (set.spec.podManagementPolicy === 'Parallel') return undefined;
  for (let lower = set.spec.ordinals?.start ?? 0; lower < ordinal; lower += 1) {
    const name = `${set.metadata.name ?? ''}-${lower}`;
    const before = live.get(`Pod/${entry.ref.namespace}/${name}`) as Pod | undefined;
    if (!before || !isPodReady(before)) return `${name} is not ready`;
  }
  return undefined;
}

function ordinalOf(name: string): number {
  return Number(name.slice(name.lastIndexOf('-') + 1));
}
