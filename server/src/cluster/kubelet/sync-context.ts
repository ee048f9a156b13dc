import type { Container, Node, Pod, PodSpec } from '../../kubernetes/api.ts';
import { refOf } from '../../kubernetes/object.ts';
import type { EventAction, VirtualMs } from '../engine/types.ts';
import type { ImageBehavior } from '../spec.ts';
import { behaviorOf, type ContainerBehavior } from './behavior.ts';
import type { NodeUsage } from './node-usage.ts';
import type { MissingReferences } from './references.ts';
import { type ContainerRuntime, containerSpec, type PodRuntime } from './runtime.ts';

/** All that one sync of a pod may know. */
export interface SyncInput {
  readonly pod: Pod;
  readonly spec: PodSpec;
  readonly node: Node;
  /** What the pods bound to the node use, this one included. */
  readonly usage: NodeUsage;
  readonly missing: MissingReferences;
  readonly images: readonly ImageBehavior[];
  readonly memory: PodRuntime | undefined;
}

/** One sync of a pod under way: the runtime being brought to `now`, and what came of it. */
export interface Sync extends SyncInput {
  readonly now: VirtualMs;
  runtime: PodRuntime;
  readonly events: EventAction[];
  /** The node as this sync leaves it. */
  node: Node;
  nodeChanged: boolean;
  /** The status is to be written although the pod's worker is busy. */
  report: boolean;
}

export function emit(sync: Sync, type: 'Normal' | 'Warning', reason: string, message: string): void {
  sync.events.push({ do: 'event', type, about: refOf(sync.pod), reason, message });
}

export function specOf(sync: Sync, container: ContainerRuntime): Container {
  return containerSpec(sync.spec, container);
}

export function behavior(sync: Sync, container: ContainerRuntime): ContainerBehavior {
  return behaviorOf(sync.pod, specOf(sync, container), container.role, sync.images);
}

/** `name_namespace(uid)`, as the kubelet writes a pod. Source: pkg/kubelet/util/format/pod.go */
export function podText(pod: Pod): string {
  return `${pod.metadata.name ?? ''}_${pod.metadata.namespace ?? ''}(${pod.metadata.uid ?? ''})`;
}

/** As Go prints a duration, from milliseconds: `850ms`, `1.2s`, `2m40s`. */
export function goDuration(ms: number): string {
  if (ms === 0) return '0s';
  if (ms < 1000) return `${ms}ms`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = (ms % 60_000) / 1000;
  return `${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${Number(seconds.toFixed(3))}s`;
}
