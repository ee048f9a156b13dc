import type { DaemonSet, Pod } from '../../kubernetes/api.ts';
import { isPodAvailable } from '../../kubernetes/pod-status.ts';
import type { DaemonView, PodChanges } from './daemonset-manage.ts';
import { isPodUpdated, surgeCount, unavailableCount } from './daemonset-pods.ts';

/** Source for all of this file: pkg/controller/daemon/update.go (rollingUpdate) */

interface UpdateBudget {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly desired: number;
}

/** What the strategy allows on so many nodes. Where it allows nothing at all, one pod may be unavailable. */
export function updateBudget(daemonSet: DaemonSet, desired: number): UpdateBudget {
  const maxSurge = surgeCount(daemonSet, desired);
  const maxUnavailable = unavailableCount(daemonSet, desired);
  return { desired, maxSurge, maxUnavailable: desired > 0 && maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable };
}

/** The step that a rolling update may take now, or why it cannot tell. */
export function rollingUpdate(view: DaemonView): PodChanges | { readonly error: string } {
  const desired = [...view.nodes].filter(([, verdict]) => verdict.shouldRun).map(([node]) => node);
  const budget = updateBudget(view.daemonSet, desired.length);
  const nodes = [...new Set([...view.pods.keys(), ...desired])].sort().map((name) => ({ name, ...podsOfNode(view, name) }));
  return budget.maxSurge === 0 ? replaceInPlace(nodes, budget) : surge(view, nodes, budget);
}

/** The pods of a node, sorted by revision. More than one of a kind is excess, which the manage pass clears away. */
interface NodePods {
  readonly name: string;
  readonly hasExcess: boolean;
  readonly old?: Pod;
  readonly current?: Pod;
  readonly isOldAvailable: boolean;
  readonly isCurrentAvailable: boolean;
}

function podsOfNode(view: DaemonView, name: string): Omit<NodePods, 'name'> {
  const alive = (view.pods.get(name) ?? []).filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const current = alive.filter((pod) => isPodUpdated(view.daemonSet, pod, view.hash));
  const old = alive.filter((pod) => !current.includes(pod));
  const isAvailable = (pod: Pod | undefined) =>
    pod !== undefined && isPodAvailable(pod, view.daemonSet.spec.minReadySeconds ?? 0, view.now);
  return {
    hasExcess: current.length > 1 || old.length > 1,
    old: old[0],
    current: current[0],
    isOldAvailable: isAvailable(old[0]),
    isCurrentAvailable: isAvailable(current[0]),
  };
}

/** Without surge: delete old pods that are unavailable anyway, and of the others as many as the budget leaves. */
function replaceInPlace(nodes: readonly NodePods[], { maxUnavailable }: UpdateBudget): PodChanges {
  let unavailable = 0;
  const broken: Pod[] = [];
  const candidates: Pod[] = [];
  for (const node of nodes) {
    const { old, current } = node;
    if (node.hasExcess || (old === undefined) === (current === undefined)) unavailable++;
    else if (current) unavailable += node.isCurrentAvailable ? 0 : 1;
    else if (old && !node.isOldAvailable) {
      broken.push(old);
      unavailable++;
    } else if (old && unavailable < maxUnavailable) candidates.push(old);
  }
  return { create: [], remove: [...broken, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))] };
}

/** With surge: a second pod on up to maxSurge nodes; the old one goes when the new one is available. */
function surge(view: DaemonView, nodes: readonly NodePods[], budget: UpdateBudget): PodChanges | { readonly error: string } {
  let surging = 0;
  let available = 0;
  const remove: Pod[] = [];
  const sunset: Pod[] = [];
  const replacements: string[] = [];
  const candidates: string[] = [];
  for (const { name, hasExcess, old, current, isOldAvailable, isCurrentAvailable } of nodes) {
    if (hasExcess) {
      surging++;
      continue;
    }
    if (old ? isOldAvailable : isCurrentAvailable) available++;
    if (old === undefined) continue;
    if (current) {
      if (isCurrentAvailable) remove.push(old);
      else surging++;
      continue;
    }
    const verdict = view.nodes.get(name);
    if (verdict === undefined) return { error: `couldn't get node for nodeName "${name}": node "${name}" not found` };
    if (!verdict.shouldRun) (isOldAvailable ? sunset : remove).push(old);
    else if (!isOldAvailable) replacements.push(name);
    else if (surging < budget.maxSurge) candidates.push(name);
  }
  // An available pod on a node that lost its place goes only when the wanted nodes have enough available ones.
  remove.push(...sunset.slice(0, Math.max(0, available - budget.desired)));
  return { create: [...replacements, ...candidates.slice(0, Math.max(0, budget.maxSurge - surging))], remove };
}
