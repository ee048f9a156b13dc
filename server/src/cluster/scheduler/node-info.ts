import type { Node } from '../../kubernetes/api.ts';
import { type ResourceAmounts, resourceAmounts } from '../../kubernetes/pod-resources.ts';
import type { Labels } from '../../kubernetes/selector.ts';
import type { HostPort, PodInfo } from './pod-info.ts';

const allocatables = new WeakMap<Node, ResourceAmounts>();
const imageSizes = new WeakMap<object, ReadonlyMap<string, number>>();
const noLabels: Labels = {};
const noImages: ReadonlyMap<string, number> = new Map();

/** What of a node pods can use, by resource. */
export function allocatableOf(node: Node): ResourceAmounts {
  const known = allocatables.get(node);
  if (known) return known;
  const amounts = resourceAmounts(node.status?.allocatable);
  allocatables.set(node, amounts);
  return amounts;
}

function imagesOf({ status }: Node): ReadonlyMap<string, number> {
  const list = status?.images;
  if (!list || list.length === 0) return noImages;
  const known = imageSizes.get(list);
  if (known) return known;
  const sizes = new Map<string, number>();
  for (const { names = [], sizeBytes = 0 } of list) for (const name of names) if (!sizes.has(name)) sizes.set(name, sizeBytes);
  imageSizes.set(list, sizes);
  return sizes;
}

/**
 * A node with the pods on it and the sums of what they ask for, kept while pods are placed.
 * Source: pkg/scheduler/framework/types.go (NodeInfo)
 */
export class NodeInfo {
  readonly name: string;
  readonly labels: Labels;
  readonly allocatable: ResourceAmounts;
  readonly pods: PodInfo[] = [];
  readonly requested: Record<string, number> = {};
  readonly usedPorts: HostPort[] = [];
  /** Pods with an affinity or anti-affinity term of any sort: others need not be asked about it. */
  readonly podsWithAffinity: PodInfo[] = [];
  readonly podsWithRequiredAntiAffinity: PodInfo[] = [];
  scoredCpu = 0;
  scoredMemory = 0;
  /** Bytes by image name, of the images that the node has. */
  readonly images: ReadonlyMap<string, number>;

  constructor(
    readonly node: Node,
    /** The node's place in the order of search. */
    readonly place: number,
  ) {
    this.name = node.metadata.name ?? '';
    this.labels = node.metadata.labels ?? noLabels;
    this.allocatable = allocatableOf(node);
    this.images = imagesOf(node);
  }

  add(pod: PodInfo): void {
    this.pods.push(pod);
    for (const name in pod.requests) this.requested[name] = (this.requested[name] ?? 0) + (pod.requests[name] ?? 0);
    this.scoredCpu += pod.scoredCpu;
    this.scoredMemory += pod.scoredMemory;
    this.usedPorts.push(...pod.hostPorts);
    if (hasPodAffinity(pod)) this.podsWithAffinity.push(pod);
    if (pod.requiredAntiAffinity.length > 0) this.podsWithRequiredAntiAffinity.push(pod);
  }

  /** The same node with some of its pods only. */
  keeping(keep: (pod: PodInfo) => boolean): NodeInfo {
    const copy = new NodeInfo(this.node, this.place);
    for (const pod of this.pods) if (keep(pod)) copy.add(pod);
    return copy;
  }
}

export function hasPodAffinity(pod: PodInfo): boolean {
  return (
    pod.requiredAffinity.length +
      pod.requiredAntiAffinity.length +
      pod.preferredAffinity.length +
      pod.preferredAntiAffinity.length >
    0
  );
}
