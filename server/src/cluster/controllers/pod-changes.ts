import type { Pod } from '../../kubernetes/api.ts';
import { deepEqual } from '../../kubernetes/equality.ts';
import { podCondition } from '../../kubernetes/pod-status.ts';
import type { Change } from '../engine/types.ts';

/**
 * Whether a change of a pod can matter to a workload controller. What such a controller cannot see (an image is being
 * pulled, a node was chosen, a container restarted) need not wake it.
 */
export function concernsWorkload({ type, object, previous }: Change): boolean {
  if (type !== 'modified' || previous === undefined) return true;
  const [before, after] = [previous as Pod, object as Pod];
  if (before.status?.phase !== after.status?.phase) return true;
  const [wasReady, isReady] = [podCondition(before, 'Ready'), podCondition(after, 'Ready')];
  if (wasReady?.status !== isReady?.status || wasReady?.lastTransitionTime !== isReady?.lastTransitionTime) return true;
  const { deletionTimestamp, labels, ownerReferences } = before.metadata;
  return (
    deletionTimestamp !== after.metadata.deletionTimestamp ||
    !deepEqual(labels, after.metadata.labels) ||
    !deepEqual(ownerReferences, after.metadata.ownerReferences)
  );
}
