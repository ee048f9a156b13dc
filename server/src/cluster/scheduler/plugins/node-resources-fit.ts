import type { Node } from '../../../kubernetes/api.ts';
import { maxNodeScore, type Plugin, type Rejection } from '../framework.ts';
import { allocatableOf, type NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';

/**
 * A node must have free what the pod requests; among those that have, the emptier one is better (LeastAllocated).
 * Source: plugins/noderesources/{fit,least_allocated}.go
 */
export const nodeResourcesFit: Plugin = {
  name: 'NodeResourcesFit',
  weight: 1,
  prepareFilter(pod, { columns }) {
    const wanted = wantedOf(pod);
    const needs = [{ name: 'pods', amount: 1 }, ...wanted].map(({ name, amount }) => ({
      amount,
      allocatable: columns.allocatable(name),
      requested: columns.requested(name),
    }));
    return { filter: (node) => (fits(needs, node.place) ? undefined : insufficient(wanted, node)) };
  },
  prepareScore(pod, { columns }) {
    const [allCpu, allMemory] = [columns.allocatable('cpu'), columns.allocatable('memory')];
    const [usedCpu, usedMemory] = [columns.scoredRequests('cpu'), columns.scoredRequests('memory')];
    return {
      score({ place }) {
        const [cpu, memory] = [allCpu[place] ?? 0, allMemory[place] ?? 0];
        const free =
          freeShare((usedCpu[place] ?? 0) + pod.scoredCpu, cpu) + freeShare((usedMemory[place] ?? 0) + pod.scoredMemory, memory);
        // A resource that the node does not have is left out of the mean.
        return cpu === 0 || memory === 0 ? free : Math.trunc(free / 2);
      },
    };
  },
  wakesOn: ['PodRemoved', 'NodeAdded', 'NodeChanged'],
  helpedBy(pod, event) {
    if (event.is === 'PodRemoved') return true;
    if (event.is === 'NodeAdded') return fitsAlone(pod, event.node);
    return event.is === 'NodeChanged' && fitsAlone(pod, event.node) && hasGrown(pod, event.previous, event.node);
  },
};

function freeShare(requested: number, allocatable: number): number {
  if (allocatable === 0 || requested > allocatable) return 0;
  return Math.trunc(((allocatable - requested) * maxNodeScore) / allocatable);
}

/** What a pod needs of one resource, and what all nodes have. */
interface Need {
  readonly amount: number;
  readonly allocatable: Float64Array;
  readonly requested: Float64Array;
}

function fits(needs: readonly Need[], place: number): boolean {
  for (const { amount, allocatable, requested } of needs) {
    if (amount > (allocatable[place] ?? 0) - (requested[place] ?? 0)) return false;
  }
  return true;
}

/** Everything that the node lacks, in upstream's order: pods, CPU, memory, storage, then the others. */
function insufficient(wanted: readonly Amount[], node: NodeInfo): Rejection {
  const reasons: string[] = [];
  const details: string[] = [];
  let isResolvable = true;
  if (node.pods.length + 1 > (node.allocatable['pods'] ?? 0)) {
    reasons.push('Too many pods');
    details.push(`${node.pods.length} pods of ${node.allocatable['pods'] ?? 0}`);
  }
  for (const { name, amount } of wanted) {
    const capacity = node.allocatable[name] ?? 0;
    const free = capacity - (node.requested[name] ?? 0);
    if (amount <= free) continue;
    reasons.push(`Insufficient ${name}`);
    details.push(
      `requests ${amountText(name, amount)} ${name}, ${amountText(name, Math.max(0, free))} of ${amountText(name, capacity)} free`,
    );
    if (amount > capacity) isResolvable = false;
  }
  return { reasons, resolvable: isResolvable, detail: details.join('; ') };
}

interface Amount {
  readonly name: string;
  readonly amount: number;
}

const common = ['cpu', 'memory', 'ephemeral-storage'];

/** What a pod requests that is more than nothing, in upstream's order. */
function wantedOf({ requests }: PodInfo): readonly Amount[] {
  const names = [...common.filter((name) => name in requests), ...Object.keys(requests).filter((name) => !common.includes(name))];
  return names.map((name) => ({ name, amount: requests[name] ?? 0 })).filter(({ amount }) => amount !== 0);
}

function fitsAlone(pod: PodInfo, node: Node): boolean {
  const allocatable = allocatableOf(node);
  const hasRoom = (allocatable['pods'] ?? 0) >= 1;
  return hasRoom && Object.entries(pod.requests).every(([name, wanted]) => wanted <= (allocatable[name] ?? 0));
}

function hasGrown(pod: PodInfo, previous: Node, node: Node): boolean {
  const [before, after] = [allocatableOf(previous), allocatableOf(node)];
  const wanted = ['pods', ...Object.keys(pod.requests).filter((name) => (pod.requests[name] ?? 0) > 0)];
  return wanted.some((name) => (after[name] ?? 0) > (before[name] ?? 0));
}

function amountText(name: string, amount: number): string {
  if (name === 'cpu') return `${amount}m`;
  const isBytes = name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-');
  return isBytes && amount >= 1024 ** 2 ? `${Math.round(amount / 1024 ** 2)}Mi` : String(amount);
}
