import type { Deployment, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { controllerOf, type KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { isPodActive } from '../../../server/src/kubernetes/pod-status.ts';
import { belongings, boundsOf, type Invariant, type World } from './world.ts';

/** Pods follow their ReplicaSets within this time. */
const followMs = 50;

/**
 * A Deployment never asks for more pods than replicas + maxSurge, nor are there more. Where somebody lowers that bound, or
 * gives a Deployment ReplicaSets that it did not make, it is above it until it may take pods down, and must not climb.
 */
export const deploymentCeiling: Invariant = {
  name: 'a Deployment has no more pods than replicas + surge',
  watch() {
    const states = new Map<string, State>();
    return (world) => problemOf(world, states);
  },
};

interface State {
  /** The most that its ReplicaSets may ask for now. */
  allowed: number;
  /** Since when there are too many pods. */
  since?: number;
}

function problemOf(world: World, states: Map<string, State>): string | undefined {
  const { entry, ofKind } = world;
  if (!['Pod', 'ReplicaSet', 'Deployment'].includes(entry.ref.kind)) return undefined;
  for (const deployment of ofKind<Deployment>('Deployment')) {
    const { uid = '', name } = deployment.metadata;
    const { sets, pods } = belongings(deployment, ofKind);
    const asked = sets.reduce((sum, set) => sum + replicasOf(set), 0);
    const ceiling = (deployment.spec.replicas ?? 1) + boundsOf(deployment).surge;
    const state = states.get(uid) ?? { allowed: 0 };
    states.set(uid, state);
    const allowed = Math.max(ceiling, state.allowed);
    if (climbs(world, uid) && asked > allowed) return `${name} asks for ${asked} pods, its ceiling is ${ceiling}`;
    state.allowed = Math.max(ceiling, asked);
    const active = pods.filter(isPodActive).length;
    if (active <= state.allowed) delete state.since;
    else state.since ??= entry.at;
    if (entry.at - (state.since ?? entry.at) > followMs) {
      return `${name} has ${active} pods since ${(state.since ?? 0) / 1000} s, its ceiling is ${ceiling}`;
    }
  }
  return undefined;
}

/** Whether the Deployment itself has just made or enlarged one of its ReplicaSets. */
function climbs({ entry, previous }: World, uid: string): boolean {
  if (entry.ref.kind !== 'ReplicaSet' || entry.verb === 'delete' || entry.actor !== 'deployment-controller') return false;
  const isOwn = controllerOf(entry.object)?.uid === uid;
  const wasOwn = previous === undefined || controllerOf(previous)?.uid === uid;
  return isOwn && wasOwn && replicasOf(entry.object) > replicasOf(previous);
}

function replicasOf(object: KubernetesObject | undefined): number {
  return (object as ReplicaSet | undefined)?.spec.replicas ?? 0;
}
