import type { Node, Pod } from '../../kubernetes/api.ts';
import { controllerOf, type ObjectRef, refOf } from '../../kubernetes/object.ts';
import type { Cluster } from '../cluster.ts';
import { evict } from './evict.ts';
import { type CommandResult, done, edit, failure } from './result.ts';

/** kubectl waits this long between attempts to evict a pod that a budget protects. */
const retryMs = 5000;
/** A drain that has not ended after this much virtual time is reported as blocked. */
const drainLimitMs = 600_000;

/** `kubectl cordon` and `kubectl uncordon`. */
export function cordon(cluster: Cluster, ref: ObjectRef, unschedulable: boolean): CommandResult {
  const node = cluster.read.get<Node>('Node', '', ref.name);
  const verb = unschedulable ? 'cordoned' : 'uncordoned';
  if (node && (node.spec?.unschedulable ?? false) === unschedulable) return done(`node/${ref.name} already ${verb}`);
  return edit<Node>(cluster, ref, verb, (live) => {
    const { unschedulable: _, ...spec } = live.spec ?? {};
    return { ...live, spec: unschedulable ? { ...spec, unschedulable } : spec };
  });
}

/**
 * `kubectl drain --ignore-daemonsets --delete-emptydir-data --force`: cordons the node, evicts its pods, asks again for
 * those that a PodDisruptionBudget protects, and waits until all are gone.
 */
export function drain(cluster: Cluster, ref: ObjectRef, shouldStop?: () => boolean): CommandResult {
  const cordoned = cordon(cluster, ref, true);
  if (cordoned.failed) return cordoned;
  const lines = [cordoned.message];
  const until = cluster.now + drainLimitMs;
  let blocked: string[] = [];
  for (let pods = podsToEvict(cluster, ref.name); pods.length > 0; pods = podsToEvict(cluster, ref.name)) {
    if (cluster.now >= until || shouldStop?.() === true) {
      return failure(
        [...lines, ...blocked, `error: unable to drain node "${ref.name}": ${pods.length} pods are left`].join('\n'),
      );
    }
    blocked = [];
    for (const pod of pods) {
      const outcome = pod.metadata.deletionTimestamp === undefined ? evict(cluster, refOf(pod)) : undefined;
      if (outcome === undefined) continue;
      if (outcome.ok) lines.push(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name}`);
      else
        blocked.push(`error when evicting pods/"${pod.metadata.name}" -n "${pod.metadata.namespace}": ${outcome.error.message}`);
    }
    cluster.advance(retryMs, shouldStop);
  }
  return done([...lines, `node/${ref.name} drained`].join('\n'));
}

function podsToEvict(cluster: Cluster, node: string): readonly Pod[] {
  return cluster.read.podsOnNode<Pod>(node).filter((pod) => controllerOf(pod)?.kind !== 'DaemonSet');
}
