import { maxNodeScore, type Plugin } from '../framework.ts';

/**
 * Prefers nodes whose CPU and memory the pod brings closer to being used to the same share.
 * Source: plugins/noderesources/balanced_allocation.go
 */
export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  prepareScore({ requests }) {
    // Pods that ask for nothing would otherwise all gather on the most balanced node.
    if ((requests['cpu'] ?? 0) === 0 && (requests['memory'] ?? 0) === 0) return undefined;
    return {
      score({ allocatable, requested }) {
        const { cpu = 0, memory = 0 } = allocatable;
        const [usedCpu, usedMemory] = [requested['cpu'] ?? 0, requested['memory'] ?? 0];
        const before = evenness(usedCpu, cpu, usedMemory, memory);
        const after = evenness(usedCpu + (requests['cpu'] ?? 0), cpu, usedMemory + (requests['memory'] ?? 0), memory);
        const half = maxNodeScore / 2;
        return half + Math.trunc((half + after - before) / 2);
      },
    };
  },
};

/** 100 for equal shares, 50 for one empty and one full; a resource that the node does not have is left out. */
function evenness(usedCpu: number, cpu: number, usedMemory: number, memory: number): number {
  if (cpu === 0 || memory === 0) return maxNodeScore;
  const deviation = Math.abs(Math.min(1, usedCpu / cpu) - Math.min(1, usedMemory / memory)) / 2;
  return Math.trunc((1 - deviation) * maxNodeScore);
}
