import type { Deployment, Pod, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { controllerOf } from '../../../server/src/kubernetes/object.ts';
import { isPodActive, isPodAvailable, isPodReady } from '../../../server/src/kubernetes/pod-status.ts';
import { belongings, boundsOf, type Invariant, type World } from './world.ts';

/**
 * Once all of a Deployment's pods were available, rollouts keep replicas − maxUnavailable of them so. This begins when the
 * statuses of its ReplicaSets say so too: by these the controller counts, and right after a scale-down they are behind, in
 * the real cluster as well. With minReadySeconds only so many are promised to be ready: a ReplicaSet prefers to delete pods
 * that are not ready, but where pods share nodes it may delete an available one before one that was ready a moment ago.
 * Source: pkg/controller/deployment/rolling.go; pkg/controller/controller_utils.go (ActivePodsWithRanks)
 */
export const deploymentFloor: Invariant = {
  name: 'a rollout keeps the floor of available pods',
  voluntary: true,
  watch() {
    /** What was asked for when all pods were available. */
    const armed = new Map<string, string>();
    return (world) => problemOf(world, armed);
  },
};

function problemOf({ entry, ofKind }: World, armed: Map<string, string>): string | undefined {
  if (!['Pod', 'ReplicaSet', 'Deployment'].includes(entry.ref.kind)) return undefined;
  for (const deployment of ofKind<Deployment>('Deployment')) {
    const { uid = '', name, deletionTimestamp } = deployment.metadata;
    const { replicas = 1, minReadySeconds = 0 } = deployment.spec;
    const { sets, pods } = belongings(deployment, ofKind);
    const active = pods.filter(isPodActive);
    const available = active.filter((pod) => isPodAvailable(pod, minReadySeconds, entry.at)).length;
    const isSeen = deployment.status?.observedGeneration === deployment.metadata.generation;
    const isInStep = isSeen && sets.every((set) => isInStepWith(set, active, entry.at));
    const floor = replicas - boundsOf(deployment).unavailable;
    const terms = JSON.stringify([replicas, floor, minReadySeconds]);
    if (deletionTimestamp !== undefined || armed.get(uid) !== terms) armed.delete(uid);
    if (deletionTimestamp === undefined && available >= replicas && isInStep) armed.set(uid, terms);
    const kept = minReadySeconds > 0 ? active.filter(isPodReady).length : available;
    if (armed.has(uid) && kept < floor) return `${name} has ${kept} available pods, its floor is ${floor}`;
  }
  return undefined;
}

/** Whether a ReplicaSet has the pods that it wants, and its status says how many of them are available. */
function isInStepWith({ metadata, spec, status }: ReplicaSet, pods: readonly Pod[], now: number): boolean {
  const own = pods.filter((pod) => controllerOf(pod)?.uid === metadata.uid);
  const available = own.filter((pod) => isPodAvailable(pod, spec.minReadySeconds ?? 0, now)).length;
  return own.length === (spec.replicas ?? 0) && available === (status?.availableReplicas ?? 0);
}
