import type { Deployment, Pod, ReplicaSet } from '../../../server/src/kubernetes/api.ts';
import { controllerOf, type KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { isPodActive, isPodReady } from '../../../server/src/kubernetes/pod-status.ts';
import type { Invariant } from './world.ts';

/** At rest a ReplicaSet has the pods that it wants, and statuses say what there is. */
export const counts: Invariant = {
  name: 'statuses at rest count what there is',
  atRest(live) {
    const objects = [...live.values()];
    const pods = objects.filter(({ kind }) => kind === 'Pod') as Pod[];
    const sets = objects.filter(({ kind }) => kind === 'ReplicaSet') as ReplicaSet[];
    const owned = <T extends KubernetesObject>(all: readonly T[], owner: KubernetesObject): readonly T[] =>
      all.filter((one) => controllerOf(one)?.uid === owner.metadata.uid);
    const ofSets = sets.flatMap((set) => {
      const own = owned(pods, set).filter(isPodActive);
      return [
        ...differences(set, 'pods', own.length, isHeld(set) ? own.length : set.spec.replicas),
        ...differences(set, 'status.replicas', set.status?.replicas, own.length),
        ...differences(set, 'status.readyReplicas', set.status?.readyReplicas, own.filter(isPodReady).length),
      ];
    });
    const deployments = objects.filter(({ kind }) => kind === 'Deployment') as Deployment[];
    const ofDeployments = deployments.flatMap((deployment) => {
      const own = owned(sets, deployment).flatMap((set) => owned(pods, set).filter(isPodActive));
      return [
        ...differences(deployment, 'status.replicas', deployment.status?.replicas, own.length),
        ...differences(deployment, 'status.readyReplicas', deployment.status?.readyReplicas, own.filter(isPodReady).length),
      ];
    });
    return [...ofSets, ...ofDeployments];
  },
};

/** Whether something keeps it from making its pods: a deletion that waits, or a refusal of the API server. */
function isHeld({ metadata, status }: ReplicaSet): boolean {
  return metadata.deletionTimestamp !== undefined || status?.conditions?.some(({ type }) => type === 'ReplicaFailure') === true;
}

function differences({ kind, metadata }: KubernetesObject, what: string, said = 0, there = 0): readonly string[] {
  return said === there ? [] : [`${kind}/${metadata.namespace}/${metadata.name} ${what}: ${said}, should be ${there}`];
}
