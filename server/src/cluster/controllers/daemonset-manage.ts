import type { DaemonSet, Node, Pod } from '../../kubernetes/api.ts';
import { isPodAvailable, isPodReady } from '../../kubernetes/pod-status.ts';
import type { Action, VirtualMs } from '../engine/types.ts';
import { podRevisionLabel } from './controller-revision.ts';
import type { NodeVerdict } from './daemonset-nodes.ts';
import { oldestFirst, surgeCount } from './daemonset-pods.ts';
import { event } from './pod-control.ts';

/** Back-off of deleting failed pods, by node: 1 s, doubling, at most 15 minutes; forgotten after twice that. */
export type FailedPodBackoff = ReadonlyMap<string, { readonly delay: VirtualMs; readonly since: VirtualMs }>;

const initialBackoff = 1000;
const maxBackoff = 15 * 60 * 1000;

/** What a DaemonSet's pass over its nodes works on. */
export interface DaemonView {
  readonly daemonSet: DaemonSet;
  /** The cluster's nodes by name, in that order, with the verdict on each. */
  readonly nodes: ReadonlyMap<string, NodeVerdict>;
  /** By the name of the node, which may be gone. */
  readonly pods: ReadonlyMap<string, readonly Pod[]>;
  readonly hash: string;
  readonly now: VirtualMs;
}

/** Pods to make and pods to end; both are what `manage` and the rolling update come to. */
export interface PodChanges {
  /** Names of nodes that need a pod. */
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
}

export interface ManageResult extends PodChanges {
  readonly events: readonly Action[];
  readonly backoff: FailedPodBackoff;
  /** When the first failed pod may be deleted; undefined when none waits. */
  readonly retryAfter?: VirtualMs;
}

/** Upstream visits nodes in the order of a Go map; here it is the order of their names. */
export function sortNodes(nodes: readonly Node[]): readonly Node[] {
  const name = (node: Node) => node.metadata.name ?? '';
  return [...nodes].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

/**
 * One pod on each node that should run one, none on nodes that must not, failed and finished pods replaced.
 * Source: pkg/controller/daemon/daemon_controller.go (manage, podsShouldBeOnNode)
 */
export function manage(view: DaemonView, backoff: FailedPodBackoff): ManageResult {
  const create: string[] = [];
  const remove: Pod[] = [];
  const ended = new EndedPods(view, backoff);
  for (const [node, verdict] of view.nodes) {
    const onNode = view.pods.get(node);
    if (verdict.shouldRun && onNode === undefined) create.push(node);
    else if (onNode === undefined) continue;
    else if (!verdict.shouldContinueRunning) remove.push(...onNode.filter((pod) => !isDeleted(pod)));
    else {
      const running = onNode.filter((pod) => !isDeleted(pod) && !ended.take(pod, node, remove));
      if (running.length > 1)
        remove.push(...(surgeCount(view.daemonSet, 1) > 0 ? surplusOfSurge(view, running) : oldestFirst(running).slice(1)));
      // With surge a terminating pod does not keep a new one from its node.
      else if (running.length === 0 && verdict.shouldRun && surgeCount(view.daemonSet, 1) > 0) create.push(node);
    }
  }
  remove.push(...unscheduledWithoutNode(view));
  return { create, remove, events: ended.events, backoff: ended.backoff, retryAfter: ended.retryAfter };
}

function isDeleted(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** Failed and succeeded pods on their way out. */
class EndedPods {
  readonly events: Action[] = [];
  backoff: FailedPodBackoff;
  retryAfter: VirtualMs | undefined;
  readonly #view: DaemonView;

  constructor(view: DaemonView, backoff: FailedPodBackoff) {
    this.#view = view;
    this.backoff = backoff;
  }

  /** False for a pod that runs. One that ended goes to `remove`, unless its node's back-off still holds. */
  take(pod: Pod, node: string, remove: Pod[]): boolean {
    const name = `${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`;
    if (pod.status?.phase === 'Failed') {
      if (!this.#admit(node)) return true;
      this.#say('Warning', 'FailedDaemonPod', `Found failed daemon pod ${name} on node ${node}, will try to kill it`);
    } else if (pod.status?.phase === 'Succeeded') {
      this.#say('Normal', 'SucceededDaemonPod', `Found succeeded daemon pod ${name} on node ${node}, will try to delete it`);
    } else return false;
    remove.push(pod);
    return true;
  }

  #say(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.events.push(event(this.#view.daemonSet, type, reason, message));
  }

  #admit(node: string): boolean {
    const { daemonSet, now } = this.#view;
    const key = `${daemonSet.metadata.uid ?? ''}/${daemonSet.status?.observedGeneration ?? 0}/${node}`;
    const isForgotten = (since: VirtualMs) => now - since > 2 * maxBackoff;
    const entry = this.backoff.get(key);
    const known = entry && !isForgotten(entry.since) ? entry : undefined;
    const wait = known ? known.since + known.delay - now : 0;
    if (wait > 0) {
      this.retryAfter = Math.min(this.retryAfter ?? Infinity, wait);
      return false;
    }
    const delay = known ? Math.min(known.delay * 2, maxBackoff) : initialBackoff;
    const kept = [...this.backoff].filter(([, { since }]) => !isForgotten(since));
    this.backoff = new Map([...kept, [key, { delay, since: now }]]);
    return true;
  }
}

/**
 * With surge a node may hold two pods while the new one is not yet available and the old one is ready; when the old one
 * is not ready, only the new one stays. All others go.
 */
function surplusOfSurge({ daemonSet, hash, now }: DaemonView, running: readonly Pod[]): Pod[] {
  const pods = oldestFirst(running);
  const isNew = (pod: Pod) => pod.metadata.labels?.[podRevisionLabel] === hash;
  const newest = pods.find(isNew);
  const old = pods.find((pod) => !isNew(pod));
  const surplus = pods.filter((pod) => pod !== newest && pod !== old);
  if (newest && old && (!isPodReady(old) || isPodAvailable(newest, daemonSet.spec.minReadySeconds ?? 0, now))) surplus.push(old);
  return surplus;
}

/** Pods pinned to a node that is gone: nobody will ever bind them, nor collect them. */
function unscheduledWithoutNode(view: DaemonView): Pod[] {
  const homeless = [...view.pods].filter(([node]) => !view.nodes.has(node));
  return homeless.flatMap(([, pods]) => pods.filter((pod) => !pod.spec?.nodeName));
}
