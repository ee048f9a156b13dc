import { type Cycle, filterNode, prepareFilters } from './cycle.ts';
import type { Plugin } from './framework.ts';
import { countedReasons } from './fit-error.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * What would become of evicting pods of lower priority. Nothing is evicted: where eviction would make room, the message says
 * that it is not simulated; where it would not, it is upstream's.
 * Source: pkg/scheduler/framework/preemption/preemption.go, plugins/defaultpreemption/default_preemption.go
 */
export function preemptionMessage(pod: PodInfo, cycle: Cycle, snapshot: Snapshot, profile: readonly Plugin[]): string {
  if (cycle.rejectedAll) return stateMissing;
  if (pod.spec.preemptionPolicy === 'Never') return 'preemption: not eligible due to preemptionPolicy=Never.';
  const verdicts = snapshot.nodes.map((node) => ({ node, reasons: dryRun(pod, node, cycle, snapshot, profile) }));
  const helped = verdicts.filter(({ reasons }) => reasons === undefined).map(({ node }) => node.name);
  if (helped.length > 0) {
    return `preemption is not simulated: a real cluster would evict pods of lower priority on one of: ${helped.join(', ')}.`;
  }
  const reasons = countedReasons(verdicts.map((verdict) => ({ reasons: verdict.reasons ?? [] })));
  return `preemption: 0/${snapshot.nodes.length} nodes are available: ${reasons}.`;
}

/**
 * Where a plug-in turns a pod down before any node is looked at, the DynamicResources plug-in, which is asked before
 * preemption, has not prepared anything and fails with this.
 * Source: plugins/dynamicresources/dynamicresources.go (PostFilter)
 */
const stateMissing = 'not found';

const notHelpful = ['Preemption is not helpful for scheduling'];

/** Why evicting would not help on this node; undefined when it would. */
function dryRun(
  pod: PodInfo,
  node: NodeInfo,
  cycle: Cycle,
  snapshot: Snapshot,
  profile: readonly Plugin[],
): readonly string[] | undefined {
  if (cycle.rejections.get(node.name)?.resolvable !== true) return notHelpful;
  if (node.pods.every(({ priority }) => priority >= pod.priority)) return ['No preemption victims found for incoming pod'];
  const emptied = node.keeping(({ priority }) => priority >= pod.priority);
  const prepared = prepareFilters(pod, snapshot.withNode(emptied), profile);
  return prepared.rejectedAll?.reasons ?? filterNode(prepared, emptied)?.reasons;
}
