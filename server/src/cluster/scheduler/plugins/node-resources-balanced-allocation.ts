import { maxNodeScore, type Plugin } from '../framework.ts';

/**
 * Prefers nodes whose CPU and memory the pod brings closer to being used to the same share.
 * Source: plugins/noderesources/balanced_allocation.go
 */
export const nodeResourcesBalancedAllocation: Plugin = {
  name: 'NodeResourcesBalancedAllocation',
  weight: 1,
  prepareScore({ requests }, { columns }) {
    // Pods that ask for nothing would otherwise all gather on the most balanced node.
    const { cpu: wantedCpu = 0, memory: wantedMemory = 0 } = requests;
    if (wantedCpu === 0 && wantedMemory === 0) return undefined;
    const [allCpu, allMemory] = [columns.allocatable('cpu'), columns.allocatable('memory')];
    const [requestedCpu, requestedMemory] = [columns.requested('cpu'), columns.requested('memory')];
    return {
      score({ place }) {
        const [cpu, memory] = [allCpu[place] ?? 0, allMemory[place] ?? 0];
        const [usedCpu, usedMemory] = [requestedCpu[place] ?? 0, requestedMemory[place] ?? 0];
        const before = evenness(usedCpu, cpu, usedMemory, memory);
        const after = evenness(usedCpu + wantedCpu, cpu, usedMemory + wantedMemory, memory);
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
