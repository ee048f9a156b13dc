import type { Cycle, PluginRejection } from './cycle.ts';

/** The scheduler's words for a pod that fits nowhere. Source: pkg/scheduler/framework/types.go (FitError) */

export const noNodesMessage = 'no nodes available to schedule pods';

/** `0/4 nodes are available: 1 Insufficient cpu, 3 node(s) had untolerated taint(s). preemption: …` */
export function fitErrorMessage(cycle: Cycle, allNodes: number, afterFilter: string): string {
  const reasons = cycle.rejectedAll ? cycle.rejectedAll.reasons.join(', ') : countedReasons(rejectionsOfAll(cycle, allNodes));
  const tail = afterFilter === '' ? '' : ` ${afterFilter}`;
  return `0/${allNodes} nodes are available:${reasons === '' ? '' : ` ${reasons}.`}${tail}`;
}

function rejectionsOfAll(
  { rejections, rejectedOthers }: Cycle,
  allNodes: number,
): readonly { readonly reasons: readonly string[] }[] {
  const looked: { readonly reasons: readonly string[] }[] = [...rejections.values()];
  const others = rejectedOthers ? new Array<PluginRejection>(Math.max(0, allNodes - looked.length)).fill(rejectedOthers) : [];
  return [...looked, ...others];
}

/** `2 Insufficient cpu, 1 Too many pods`, in the order of these texts. */
export function countedReasons(rejections: readonly { readonly reasons: readonly string[] }[]): string {
  const counts = new Map<string, number>();
  for (const { reasons } of rejections) for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join(', ');
}

const longestNote = 1024;

/** Events carry at most 1024 bytes; conditions all of it. */
export function truncatedNote(message: string): string {
  return message.length <= longestNote ? message : `${message.slice(0, longestNote - 4)} ...`;
}
