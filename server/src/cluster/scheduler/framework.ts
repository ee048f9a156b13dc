import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { ClusterEvent } from './queue.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * What a scheduler plug-in is. A plug-in prepares once for a pod (upstream's PreFilter and PreScore) and gives back what
 * then looks at each node, so that no state needs a name.
 * Source: kube-scheduler `framework/interface.go`; https://kubernetes.io/docs/concepts/scheduling-eviction/scheduling-framework/
 */

/** The best score that a plug-in may give to a node, before its weight. */
export const maxNodeScore = 100;

/** Why a node will not do. */
export interface Rejection {
  /** In the scheduler's words; they are counted over all nodes for the message. */
  readonly reasons: readonly string[];
  /** Whether taking pods off the node might help (upstream: Unschedulable, not UnschedulableAndUnresolvable). */
  readonly resolvable: boolean;
  /** Which taint, label, port or amount it is: for the explanation, not part of upstream's message. */
  readonly detail?: string;
}

/** A pod's view of all nodes by one filter plug-in. Nothing at all means that the plug-in has no say about this pod. */
export interface Filtering {
  /** No node will do, whichever it is. */
  readonly rejected?: Rejection;
  /** Only these nodes come into question. */
  readonly onlyNodes?: ReadonlySet<string>;
  filter?(node: NodeInfo): Rejection | undefined;
}

export interface Scoring {
  score(node: NodeInfo): number;
  /** Brings raw scores to 0 … 100 in place; one score for each feasible node. */
  normalize?(scores: number[]): void;
}

export interface Plugin {
  /** Upstream's name. */
  readonly name: string;
  /** What its score counts in the sum; 1 when it scores and does not say. */
  readonly weight?: number;
  readonly prepareFilter?: (pod: PodInfo, snapshot: Snapshot) => Filtering | undefined;
  readonly prepareScore?: (pod: PodInfo, snapshot: Snapshot, feasible: readonly NodeInfo[]) => Scoring | undefined;
  /** Events that may let a pod through that the plug-in has rejected (upstream's EventsToRegister). */
  readonly wakesOn?: readonly ClusterEvent['is'][];
  /** Whether one of these events may let this pod through (upstream's queueing hints). */
  readonly helpedBy?: (pod: PodInfo, event: ClusterEvent) => boolean;
}

export function unresolvable(reason: string, detail?: string): Rejection {
  return { reasons: [reason], resolvable: false, detail };
}

export function resolvable(reason: string, detail?: string): Rejection {
  return { reasons: [reason], resolvable: true, detail };
}

/** Scales by the largest score; `reversed` turns few into good. Source: plugins/helper/normalize_score.go */
export function normalizeByLargest(scores: number[], reversed: boolean): void {
  let largest = 0;
  for (const score of scores) if (score > largest) largest = score;
  for (let index = 0; index < scores.length; index += 1) {
    const scaled = largest === 0 ? 0 : Math.trunc((maxNodeScore * (scores[index] ?? 0)) / largest);
    scores[index] = reversed ? maxNodeScore - scaled : scaled;
  }
}
