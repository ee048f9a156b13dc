import { maxNodeScore, type Plugin } from '../framework.ts';

const balanced = ['cpu', 'memory'];

/**
 * Prefers nodes whose CPU and memory the pod brings closer to being used to the same share.
 * Source: plugins/noderesources/balanced_allocation.go
 */
export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  prepareScore({ requests }) {
    // Pods that ask for nothing would otherwise all gather on the most balanced node.
    if (balanced.every((name) => (requests[name] ?? 0) === 0)) return undefined;
    return {
      score({ allocatable, requested }) {
        const before: number[] = [];
        const after: number[] = [];
        for (const name of balanced) {
          const capacity = allocatable[name] ?? 0;
          if (capacity === 0) continue;
          before.push(Math.min(1, (requested[name] ?? 0) / capacity));
          after.push(Math.min(1, ((requested[name] ?? 0) + (requests[name] ?? 0)) / capacity));
        }
        const half = maxNodeScore / 2;
        return half + Math.trunc((half + evenness(after) - evenness(before)) / 2);
      },
    };
  },
};

/** 100 for equal shares, 50 for one empty and one full. */
function evenness(shares: readonly number[]): number {
  const [first = 0, second] = shares;
  const deviation = second === undefined ? 0 : Math.abs((first - second) / 2);
  return Math.trunc((1 - deviation) * maxNodeScore);
}
