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
  prepareFilter(pod) {
    return { filter: (node) => insufficient(pod, node) };
  },
  prepareScore(pod) {
    return {
      score({ allocatable, scoredCpu, scoredMemory }) {
        const { cpu = 0, memory = 0 } = allocatable;
        const free = freeShare(scoredCpu + pod.scoredCpu, cpu) + freeShare(scoredMemory + pod.scoredMemory, memory);
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

/** Everything that the node lacks, in upstream's order: pods, CPU, memory, storage, then the others. */
function insufficient(pod: PodInfo, node: NodeInfo): Rejection | undefined {
  const reasons: string[] = [];
  const details: string[] = [];
  let isResolvable = true;
  if (node.pods.length + 1 > (node.allocatable['pods'] ?? 0)) {
    reasons.push('Too many pods');
    details.push(`${node.pods.length} pods of ${node.allocatable['pods'] ?? 0}`);
  }
  for (const name of orderedNames(pod)) {
    const wanted = pod.requests[name] ?? 0;
    const capacity = node.allocatable[name] ?? 0;
    const free = capacity - (node.requested[name] ?? 0);
    if (wanted === 0 || wanted <= free) continue;
    reasons.push(`Insufficient ${name}`);
    details.push(
      `requests ${amountText(name, wanted)} ${name}, ${amountText(name, Math.max(0, free))} of ${amountText(name, capacity)} free`,
    );
    if (wanted > capacity) isResolvable = false;
  }
  return reasons.length === 0 ? undefined : { reasons, resolvable: isResolvable, detail: details.join('; ') };
}

const common = ['cpu', 'memory', 'ephemeral-storage'];
const orders = new WeakMap<object, readonly string[]>();

function orderedNames({ requests }: PodInfo): readonly string[] {
  const known = orders.get(requests);
  if (known) return known;
  const names = [...common.filter((name) => name in requests), ...Object.keys(requests).filter((name) => !common.includes(name))];
  orders.set(requests, names);
  return names;
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
