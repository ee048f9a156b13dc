import type { Pod } from '../../../server/src/kubernetes/api.ts';
import { semanticEqual } from '../../../server/src/kubernetes/equality.ts';
import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import type { Invariant, World } from './world.ts';

/** metadata.generation counts the specs that were asked for, and a request for deletion. */
export const generation: Invariant = {
  name: 'generation moves with the spec, and only then',
  watch: () => problemOf,
};

function problemOf({ entry, previous }: World): string | undefined {
  if (entry.verb !== 'update' || previous?.metadata.generation === undefined) return undefined;
  const { kind } = entry.ref;
  const [before, after] = [previous, entry.object];
  const moved = (after.metadata.generation ?? 0) - (before.metadata.generation ?? 0);
  const isBeingDeleted = before.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined;
  if (isBeingDeleted || hasNewSpec(kind, before, after)) {
    return moved === 1 ? undefined : `moves by ${moved} with a new spec or a deletion`;
  }
  // pkg/registry/apps/deployment/strategy.go: annotations of a Deployment count as well.
  const mayMove = kind === 'Deployment' && !semanticEqual(after.metadata.annotations, before.metadata.annotations);
  return moved === 0 || (mayMove && moved === 1) ? undefined : `moves by ${moved} without a new spec`;
}

function hasNewSpec(kind: string, before: KubernetesObject, after: KubernetesObject): boolean {
  const isBinding = kind === 'Pod' && (before as Pod).spec?.nodeName !== (after as Pod).spec?.nodeName;
  const fields = kind === 'EndpointSlice' ? ['endpoints', 'ports', 'addressType'] : ['spec'];
  return !isBinding && fields.some((field) => !semanticEqual(Reflect.get(before, field), Reflect.get(after, field)));
}
