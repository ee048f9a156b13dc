import type { DaemonSet, DaemonSetStatus, Pod } from '../../kubernetes/api.ts';
import { isPodAvailable, isPodReady, nextAvailabilityCheck } from '../../kubernetes/pod-status.ts';
import type { Action } from '../engine/types.ts';
import { positive } from './count.ts';
import type { DaemonView } from './daemonset-manage.ts';
import { isPodUpdated, oldestFirst } from './daemonset-pods.ts';

/**
 * Counts nodes, each by its oldest pod.
 * Source: pkg/controller/daemon/daemon_controller.go (updateDaemonSetStatus)
 */
export function daemonSetStatus(view: DaemonView): DaemonSetStatus {
  const { daemonSet, hash, now } = view;
  const minReadySeconds = daemonSet.spec.minReadySeconds ?? 0;
  const oldest: Pod[] = [];
  let desired = 0;
  let misscheduled = 0;
  for (const [node, { shouldRun }] of view.nodes) {
    const [pod] = oldestFirst(view.pods.get(node) ?? []);
    if (shouldRun) desired++;
    if (shouldRun && pod) oldest.push(pod);
    else if (pod) misscheduled++;
  }
  const available = oldest.filter((pod) => isPodAvailable(pod, minReadySeconds, now)).length;
  const { conditions, collisionCount } = daemonSet.status ?? {};
  return {
    ...(conditions && { conditions }),
    ...(collisionCount !== undefined && { collisionCount }),
    currentNumberScheduled: oldest.length,
    desiredNumberScheduled: desired,
    ...positive('numberAvailable', available),
    numberMisscheduled: misscheduled,
    numberReady: oldest.filter(isPodReady).length,
    ...positive('numberUnavailable', desired - available),
    observedGeneration: daemonSet.metadata.generation ?? 0,
    ...positive('updatedNumberScheduled', oldest.filter((pod) => isPodUpdated(daemonSet, pod, hash)).length),
  };
}

/** Writes the status when it says something new, and comes back when the next ready pod becomes available. */
export function statusActions(view: DaemonView): Action[] {
  const { daemonSet, now } = view;
  const status = daemonSetStatus(view);
  const actions: Action[] = isSameStatus(daemonSet.status, status)
    ? []
    : [{ do: 'updateStatus', object: { ...daemonSet, status } as DaemonSet }];
  if (status.numberReady !== (status.numberAvailable ?? 0)) {
    const minReadySeconds = daemonSet.spec.minReadySeconds ?? 0;
    const after = nextAvailabilityCheck([...view.pods.values()].flat(), minReadySeconds, now) ?? minReadySeconds * 1000;
    actions.push({ do: 'requeue', after });
  }
  return actions;
}

function isSameStatus(before: DaemonSetStatus | undefined, after: DaemonSetStatus): boolean {
  const counts = (status: Partial<DaemonSetStatus> = {}) => [
    status.currentNumberScheduled,
    status.desiredNumberScheduled,
    status.numberAvailable,
    status.numberMisscheduled,
    status.numberReady,
    status.numberUnavailable,
    status.updatedNumberScheduled,
  ];
  const was = counts(before);
  const isCurrent = (before?.observedGeneration ?? 0) >= (after.observedGeneration ?? 0);
  return isCurrent && counts(after).every((count, index) => (count ?? 0) === (was[index] ?? 0));
}
