import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import type { Invariant } from './world.ts';

const workloads = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);

/**
 * A controller cannot have seen what nobody has written; at rest it has seen everything, but for deletions that wait for
 * something: of these not every controller takes note.
 */
export const observedGeneration: Invariant = {
  name: 'observedGeneration is not ahead, nor behind at rest',
  watch:
    () =>
    ({ entry }) => {
      const { observed, written } = generations(entry.object);
      return observed > written ? `${observed} observed, ${written} written` : undefined;
    },
  atRest: (live) =>
    [...live].flatMap(([key, object]) => {
      const { observed, written } = generations(object);
      const isLeaving = object.metadata.deletionTimestamp !== undefined;
      return workloads.has(object.kind) && !isLeaving && observed < written
        ? [`${key}: ${observed} observed, ${written} written`]
        : [];
    }),
};

function generations(object: KubernetesObject): { readonly observed: number; readonly written: number } {
  const { status } = object as { status?: { observedGeneration?: number } };
  return { observed: status?.observedGeneration ?? 0, written: object.metadata.generation ?? Infinity };
}
