import type { ContainerStatus, Pod } from '../kubernetes/api.ts';
import { isPodReady, podCondition } from '../kubernetes/pod-status.ts';

/** Why a pod is not what its owner wants it to be. */
export interface PodProblem {
  /** In the words of the API: `Unschedulable`, `ImagePullBackOff`, `CrashLoopBackOff`, `ContainersNotReady` … */
  readonly reason: string;
  readonly message: string;
}

/** The first thing that keeps a pod from being Ready (or from having succeeded), nearest to the cause. */
export function podProblem(pod: Pod): PodProblem | undefined {
  if (pod.status?.phase === 'Succeeded' || pod.metadata.deletionTimestamp !== undefined) return undefined;
  if (isPodReady(pod)) return undefined;
  return unscheduled(pod) ?? failedPod(pod) ?? containerProblem(pod) ?? notReady(pod);
}

function unscheduled(pod: Pod): PodProblem | undefined {
  const scheduled = podCondition(pod, 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  return { reason: scheduled.reason ?? 'Unschedulable', message: scheduled.message ?? '' };
}

function failedPod(pod: Pod): PodProblem | undefined {
  if (pod.status?.phase !== 'Failed') return undefined;
  const ended = statuses(pod).find((status) => (status.state?.terminated?.exitCode ?? 0) !== 0)?.state?.terminated;
  const message = pod.status.message ?? (ended ? `a container ended with exit code ${ended.exitCode}` : 'the pod has failed');
  return { reason: pod.status.reason ?? ended?.reason ?? 'Failed', message };
}

/** States through which every pod passes: they are no problem in themselves. */
const ordinaryWaits = new Set(['ContainerCreating', 'PodInitializing']);

function containerProblem(pod: Pod): PodProblem | undefined {
  for (const status of statuses(pod)) {
    const waiting = status.state?.waiting;
    if (waiting?.reason && !ordinaryWaits.has(waiting.reason)) return { reason: waiting.reason, message: waiting.message ?? '' };
    const ended = status.state?.terminated;
    if (ended && ended.exitCode !== 0) {
      return { reason: ended.reason ?? 'Error', message: `container ${status.name} ended with exit code ${ended.exitCode}` };
    }
  }
  return undefined;
}

function notReady(pod: Pod): PodProblem {
  const ready = podCondition(pod, 'Ready');
  // The node controller takes the pods of a silent node out of service and gives no reason but its event.
  if (ready?.status === 'False' && !ready.reason) return { reason: 'NodeNotReady', message: 'Node is not ready' };
  if (ready?.status === 'False') return { reason: ready.reason ?? '', message: ready.message ?? '' };
  return { reason: pod.status?.phase ?? 'Pending', message: 'the pod has not started' };
}

function statuses(pod: Pod): readonly ContainerStatus[] {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
}
