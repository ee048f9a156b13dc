import type { DaemonSet, Pod } from '../../../server/src/kubernetes/api.ts';
import { controllerOf } from '../../../server/src/kubernetes/object.ts';
import { isPodTerminal } from '../../../server/src/kubernetes/pod-status.ts';
import type { Invariant, World } from './world.ts';

/**
 * A DaemonSet makes no second pod for a node, but for one that takes over in a surge; in a surge, pods that are on their way
 * out do not count. Source: pkg/controller/daemon/daemon_controller.go (podsShouldBeOnNode), update.go (findUpdatedPodsOnNode)
 */
export const daemonPods: Invariant = {
  name: 'at most one daemon pod per node outside a surge',
  watch: () => problemOf,
};

function problemOf({ entry, ofKind }: World): string | undefined {
  if (entry.ref.kind !== 'Pod' || entry.verb !== 'create') return undefined;
  const owner = controllerOf(entry.object);
  const daemon = ofKind<DaemonSet>('DaemonSet').find(({ metadata }) => metadata.uid === owner?.uid);
  if (!daemon) return undefined;
  const { type, rollingUpdate } = daemon.spec.updateStrategy ?? {};
  const surge = type === 'OnDelete' ? 0 : (rollingUpdate?.maxSurge ?? 0);
  const surges = surge !== 0 && surge !== '0%';
  const node = targetOf(entry.object as Pod);
  const there = ofKind<Pod>('Pod').filter(
    (pod) =>
      controllerOf(pod)?.uid === owner?.uid &&
      targetOf(pod) === node &&
      !isPodTerminal(pod) &&
      !(surges && pod.metadata.deletionTimestamp !== undefined),
  );
  return there.length > (surges ? 2 : 1) ? `${there.length} pods for ${node}` : undefined;
}

function targetOf({ spec }: Pod): string | undefined {
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return spec?.nodeName ?? terms?.[0]?.matchFields?.[0]?.values?.[0];
}
