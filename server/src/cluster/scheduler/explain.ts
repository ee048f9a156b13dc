import type { Pod } from '../../kubernetes/api.ts';
import type { VirtualMs } from '../engine/types.ts';
import { type Cycle, schedule, sumScores } from './cycle.ts';
import { fitErrorMessage, noNodesMessage } from './fit-error.ts';
import { defaultProfile } from './plugins/index.ts';
import { podInfoOf } from './pod-info.ts';
import { preemptionMessage } from './preemption.ts';
import { type ClusterView, Snapshot } from './snapshot.ts';

/** Why a pod is where it is, or why it is nowhere. */
export interface PlacementExplanation {
  /** The node that was chosen. */
  readonly node: string | undefined;
  /** The scheduler's message when there was none. */
  readonly message: string | undefined;
  /** One for each node, in the order in which the scheduler looks at them. */
  readonly nodes: readonly NodeVerdict[];
}

export interface NodeVerdict {
  readonly node: string;
  /** The plug-in that rejected the node, its reasons in the scheduler's words, and which taint, label or amount it was. */
  readonly rejected?: { readonly plugin: string; readonly reasons: readonly string[]; readonly detail?: string };
  /** Scores from 0 to 100 with their weights; empty when only one node was left and none was compared. */
  readonly scores?: readonly { readonly plugin: string; readonly weight: number; readonly score: number }[];
  /** Sum of score × weight. */
  readonly total?: number;
  readonly isChosen: boolean;
  /** Equal best as the chosen one: chance decided. */
  readonly isTied: boolean;
}

/** A decision as the scheduler remembers it. */
export interface Decision {
  readonly at: VirtualMs;
  readonly node: string | undefined;
  readonly message: string | undefined;
  /** All nodes, in search order. */
  readonly nodeNames: readonly string[];
  readonly cycle: Pick<Cycle, 'rejections' | 'rejectedAll' | 'rejectedOthers'>;
  /** Places of the feasible nodes among all, in the order of the scores. */
  readonly feasible: Uint32Array;
  /** In few bytes, since each pod's scores for hundreds of nodes are kept. */
  readonly scores: readonly { readonly plugin: string; readonly weight: number; readonly values: Uint8Array }[];
}

export function explainDecision(decision: Decision): PlacementExplanation {
  const { node, message, nodeNames, cycle, feasible } = decision;
  const totals = sumScores(decision.scores, decision.scores.length === 0 ? 0 : feasible.length);
  const best = totals.reduce<number | undefined>((highest, total) => Math.max(highest ?? total, total), undefined);
  const indexes = new Map(Array.from(feasible, (place, index) => [place, index]));
  const nodes = nodeNames.map((name, place): NodeVerdict => {
    const index = indexes.get(place);
    const isChosen = name === node;
    if (index === undefined) {
      const rejection = cycle.rejections.get(name) ?? cycle.rejectedAll ?? cycle.rejectedOthers;
      const rejected = rejection && { plugin: rejection.plugin, reasons: rejection.reasons, detail: rejection.detail };
      return { node: name, ...(rejected ? { rejected } : {}), isChosen, isTied: false };
    }
    const scores = decision.scores.map(({ plugin, weight, values }) => ({ plugin, weight, score: values[index] ?? 0 }));
    const total = totals[index];
    return { node: name, scores, total, isChosen, isTied: !isChosen && total !== undefined && total === best };
  });
  return { node, message, nodes };
}

/** What the scheduler would decide about a pod now, as if it had no node yet. Ties go to the first node. */
export function explainPlacement(pod: Pod, view: ClusterView): PlacementExplanation {
  const { nodeName: _, ...spec } = pod.spec ?? { containers: [] };
  const info = podInfoOf({ ...pod, spec });
  const others = Snapshot.of(view).nodes.map((node) => node.keeping(({ uid }) => uid !== info.uid));
  const snapshot = new Snapshot(others, view);
  const cycle = schedule(info, snapshot, defaultProfile, 0, () => 0);
  return explainDecision(decisionOf(cycle, snapshot, 0, cycle.chosen ? undefined : failureMessage(info, cycle, snapshot)));
}

export function decisionOf(cycle: Cycle, snapshot: Snapshot, at: VirtualMs, message: string | undefined): Decision {
  const { rejections, rejectedAll, rejectedOthers, scores } = cycle;
  return {
    at,
    node: cycle.chosen?.name,
    message,
    nodeNames: snapshot.nodeNames,
    cycle: { rejections, rejectedAll, rejectedOthers },
    feasible: new Uint32Array(cycle.feasible.map(({ place }) => place)),
    scores: scores.map(({ plugin, weight, values }) => ({ plugin, weight, values: new Uint8Array(values) })),
  };
}

export function failureMessage(pod: ReturnType<typeof podInfoOf>, cycle: Cycle, snapshot: Snapshot): string {
  if (snapshot.nodes.length === 0) return noNodesMessage;
  return fitErrorMessage(cycle, snapshot.nodes.length, preemptionMessage(pod, cycle, snapshot, defaultProfile));
}
