import type { Pod, PodDisruptionBudget } from '../../../server/src/kubernetes/api.ts';
import { controllerOf, type KubernetesObject } from '../../../server/src/kubernetes/object.ts';
import { isPodReady, isPodTerminal } from '../../../server/src/kubernetes/pod-status.ts';
import { matchesSelector } from '../../../server/src/kubernetes/selector.ts';
import type { Invariant, World } from './world.ts';

/**
 * What the eviction API takes is counted off the budget's status, and leaves as many healthy pods as the budget wants. The
 * API goes by that status alone: right after a change, before the disruption controller has seen it, only the first holds.
 * Source: pkg/registry/core/pod/storage/eviction.go (checkAndDecrement)
 */
export const evictions: Invariant = {
  name: 'evictions keep the budget',
  watch: () => problemOf,
};

function problemOf({ entry, previous, live, ofKind }: World): string | undefined {
  if (entry.ref.kind !== 'Pod' || entry.verb === 'create') return undefined;
  const [before, pod] = [previous as Pod | undefined, entry.object as Pod];
  const isLeaving =
    before?.metadata.deletionTimestamp === undefined && (entry.verb === 'delete' || pod.metadata.deletionTimestamp !== undefined);
  const isEvicted =
    entry.actor === 'kubectl' && pod.status?.conditions?.some(({ reason }) => reason === 'EvictionByEvictionAPI') === true;
  if (!before || !isLeaving || !isEvicted || !isPodReady(before) || isPodTerminal(before)) return undefined;
  for (const { spec, metadata, status } of ofKind<PodDisruptionBudget>('PodDisruptionBudget')) {
    if (metadata.namespace !== entry.ref.namespace || !matchesSelector(spec?.selector, pod.metadata.labels)) continue;
    const counted = Object.keys(status?.disruptedPods ?? {});
    if (!counted.includes(entry.ref.name) || (status?.disruptionsAllowed ?? 0) < 0) return 'the budget has not counted it off';
    const matching = ofKind<Pod>('Pod').filter(
      (one) => one.metadata.namespace === metadata.namespace && matchesSelector(spec?.selector, one.metadata.labels),
    );
    const expected = expectedPods([...matching, before], live);
    const { minAvailable, maxUnavailable } = spec ?? {};
    const least = maxUnavailable === undefined ? share(minAvailable ?? 0, expected) : expected - share(maxUnavailable, expected);
    const healthy = matching.filter((one) => isPodReady(one) && one.metadata.deletionTimestamp === undefined).length;
    const isInStep =
      (typeof minAvailable === 'number' || status?.expectedPods === expected) &&
      (status?.currentHealthy ?? 0) <= healthy + counted.length;
    if (isInStep && healthy < least) return `${healthy} healthy pods are left, ${least} are needed`;
  }
  return undefined;
}

const share = (value: number | string, of: number): number =>
  typeof value === 'number' ? value : Math.ceil((Number.parseInt(value) * of) / 100);

/**
 * The replicas that the pods' topmost controllers are asked for; where one is gone, nobody asks for any.
 * Source: pkg/controller/disruption/disruption.go (getExpectedScale)
 */
function expectedPods(pods: readonly Pod[], live: ReadonlyMap<string, KubernetesObject>): number {
  const tops = new Map<string | undefined, KubernetesObject>();
  for (const pod of pods) {
    let top: KubernetesObject | undefined = pod;
    for (let owner = controllerOf(top); owner && top; owner = top && controllerOf(top)) {
      const next: KubernetesObject | undefined = live.get(`${owner.kind}/${pod.metadata.namespace ?? ''}/${owner.name}`);
      top = next?.metadata.uid === owner.uid ? next : undefined;
    }
    if (top && top !== pod) tops.set(top.metadata.uid, top);
  }
  return [...tops.values()].reduce((sum, top) => sum + ((top as { spec?: { replicas?: number } }).spec?.replicas ?? 0), 0);
}
