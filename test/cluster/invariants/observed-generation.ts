import type { KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import type { Invariant } from './world.ts';

const workloads = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet']);

/** A controller cannot have seen what nobody has written; at rest it has seen everything. */
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
      return workloads.has(object.kind) && observed < written ? [`${key}: ${observed} observed, ${written} written`] : [];
    }),
};

function generations(object: KubernetesObject): { readonly observed: number; readonly written: number } {
  const { status } = object as { status?: { observedGeneration?: number } };
  return { observed: status?.observedGeneration ?? 0, written: object.metadata.generation ?? Infinity };
}
