import type { Filtering, Plugin, Rejection } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * One pod's way through the scheduler: filter the nodes, score those that are left, choose.
 * Source: pkg/scheduler/schedule_one.go
 */

export interface PluginRejection extends Rejection {
  readonly plugin: string;
}

/** One plug-in's normalised, unweighted scores; one for each feasible node. */
export interface PluginScores {
  readonly plugin: string;
  readonly weight: number;
  readonly values: readonly number[];
}

export interface Cycle {
  readonly feasible: readonly NodeInfo[];
  /** Nodes that were looked at and rejected, by name. */
  readonly rejections: ReadonlyMap<string, PluginRejection>;
  /** What rejected all nodes before any was looked at. */
  readonly rejectedAll: PluginRejection | undefined;
  /** What kept nodes out of the search that is not in `rejections` (they were not looked at). */
  readonly rejectedOthers: PluginRejection | undefined;
  readonly scores: readonly PluginScores[];
  /** Weighted sums; empty when there was nothing to choose between. */
  readonly totals: readonly number[];
  readonly chosen: NodeInfo | undefined;
  /** Where the next pod's search starts, so that all nodes get their turn. */
  readonly nextStart: number;
}

const fewestNodesToFind = 100;
const lowestPercentage = 5;

/** How many feasible nodes are enough: all of a small cluster, a falling share of a large one. */
export function enoughNodes(allNodes: number): number {
  if (allNodes < fewestNodesToFind) return allNodes;
  const percentage = Math.max(50 - Math.trunc(allNodes / 125), lowestPercentage);
  return Math.max(Math.trunc((allNodes * percentage) / 100), fewestNodesToFind);
}

export function schedule(
  pod: PodInfo,
  snapshot: Snapshot,
  profile: readonly Plugin[],
  start: number,
  random: () => number,
): Cycle {
  const prepared = prepareFilters(pod, snapshot, profile);
  const search = prepared.rejectedAll ? nothingFound(start) : findFeasible(prepared, snapshot, start);
  const { feasible, rejections } = search;
  const scores = feasible.length > 1 ? scoreNodes(pod, snapshot, profile, feasible) : [];
  const totals = feasible.length > 1 ? sumScores(scores, feasible.length) : [];
  const chosen = feasible.length > 1 ? feasible[pickBest(totals, random)] : feasible[0];
  return {
    feasible,
    rejections,
    rejectedAll: prepared.rejectedAll,
    rejectedOthers: prepared.rejectedOthers,
    scores,
    totals,
    chosen,
    nextStart: search.nextStart,
  };
}

interface Search {
  readonly feasible: NodeInfo[];
  readonly rejections: Map<string, PluginRejection>;
  readonly nextStart: number;
}

const nothingFound = (start: number): Search => ({ feasible: [], rejections: new Map(), nextStart: start });

interface PreparedFilters {
  readonly filters: readonly { readonly plugin: string; readonly filtering: Filtering }[];
  readonly onlyNodes: ReadonlySet<string> | undefined;
  readonly rejectedAll: PluginRejection | undefined;
  readonly rejectedOthers: PluginRejection | undefined;
}

export function prepareFilters(pod: PodInfo, snapshot: Snapshot, profile: readonly Plugin[]): PreparedFilters {
  const filters: { plugin: string; filtering: Filtering }[] = [];
  const narrowing: string[] = [];
  let onlyNodes: ReadonlySet<string> | undefined;
  const rejecting = (rejectedAll: PluginRejection): PreparedFilters => ({
    filters,
    onlyNodes,
    rejectedAll,
    rejectedOthers: undefined,
  });
  for (const { name, prepareFilter } of profile) {
    const filtering = prepareFilter?.(pod, snapshot);
    if (!filtering) continue;
    if (filtering.rejected) return rejecting({ ...filtering.rejected, plugin: name });
    filters.push({ plugin: name, filtering });
    if (!filtering.onlyNodes) continue;
    narrowing.push(name);
    const allowed = filtering.onlyNodes;
    onlyNodes = onlyNodes ? new Set([...onlyNodes].filter((node) => allowed.has(node))) : allowed;
    if (onlyNodes.size === 0) return rejecting({ reasons: [simultaneously(narrowing)], resolvable: false, plugin: name });
  }
  const reason = `node(s) didn't satisfy plugin(s) [${[...narrowing].sort().join(' ')}]`;
  const rejectedOthers = onlyNodes && { reasons: [reason], resolvable: false, plugin: narrowing[0] ?? '' };
  return { filters, onlyNodes, rejectedAll: undefined, rejectedOthers };
}

function simultaneously(plugins: readonly string[]): string {
  if (plugins.length === 1) return `node(s) didn't satisfy plugin ${plugins[0] ?? ''}`;
  return `node(s) didn't satisfy plugin(s) [${[...plugins].sort().join(' ')}] simultaneously`;
}

/** The first plug-in's rejection of a node, in the profile's order. */
export function filterNode({ filters }: PreparedFilters, node: NodeInfo): PluginRejection | undefined {
  for (const { plugin, filtering } of filters) {
    const rejection = filtering.filter?.(node);
    if (rejection) return { ...rejection, plugin };
  }
  return undefined;
}

function findFeasible(prepared: PreparedFilters, snapshot: Snapshot, start: number): Search {
  const { onlyNodes } = prepared;
  const nodes = onlyNodes ? snapshot.named(onlyNodes) : snapshot.nodes;
  const enough = enoughNodes(nodes.length);
  const feasible: NodeInfo[] = [];
  const rejections = new Map<string, PluginRejection>();
  for (let offset = 0; offset < nodes.length && feasible.length < enough; offset += 1) {
    const node = nodes[(start + offset) % nodes.length] as NodeInfo;
    const rejection = filterNode(prepared, node);
    if (rejection) rejections.set(node.name, rejection);
    else feasible.push(node);
  }
  const looked = feasible.length + rejections.size;
  return { feasible, rejections, nextStart: snapshot.nodes.length === 0 ? 0 : (start + looked) % snapshot.nodes.length };
}

function scoreNodes(pod: PodInfo, snapshot: Snapshot, profile: readonly Plugin[], feasible: readonly NodeInfo[]): PluginScores[] {
  const scores: PluginScores[] = [];
  for (const { name, weight, prepareScore } of profile) {
    const scoring = prepareScore?.(pod, snapshot, feasible);
    if (!scoring) continue;
    const values = feasible.map((node) => scoring.score(node));
    scoring.normalize?.(values);
    scores.push({ plugin: name, weight: weight ?? 1, values });
  }
  return scores;
}

/** Weighted sums for so many nodes. */
export function sumScores(scores: readonly { weight: number; values: ArrayLike<number> }[], nodes: number): number[] {
  const totals = new Array<number>(nodes).fill(0);
  for (const { weight, values } of scores) {
    for (let index = 0; index < nodes; index += 1) totals[index] = (totals[index] ?? 0) + weight * (values[index] ?? 0);
  }
  return totals;
}

/** The highest total; between equals chance decides, each being as likely. */
function pickBest(totals: readonly number[], random: () => number): number {
  let best: number[] = [];
  let highest = -1;
  for (let index = 0; index < totals.length; index += 1) {
    const total = totals[index] ?? 0;
    if (total > highest) best = [];
    if (total >= highest) best.push(index);
    highest = Math.max(highest, total);
  }
  return best.length === 1 ? (best[0] ?? 0) : (best[Math.floor(random() * best.length)] ?? 0);
}
