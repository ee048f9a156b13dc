import type { NodeVerdict, PlacementExplanation } from '../cluster/scheduler/index.ts';

/** Nodes named one by one before the rest is only counted. */
const namedNodes = 6;

/** How the scheduler came to its decision, in few lines: what the chosen node scored, the runners-up, the rejected and why. */
export function placementLines({ node, nodes }: PlacementExplanation): string[] {
  const fitting = nodes.filter(({ rejected }) => rejected === undefined);
  const lines = node === undefined ? [] : [chosenLine(nodes, fitting)];
  const others = fitting.filter(({ isChosen, total }) => !isChosen && total !== undefined);
  if (others.length > 0) lines.push(`Also fitting: ${othersText(others)}.`);
  return [...lines, ...rejections(nodes)];
}

function chosenLine(nodes: readonly NodeVerdict[], fitting: readonly NodeVerdict[]): string {
  const passed = `${fitting.length} of ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'} passed the filters`;
  const chosen = nodes.find(({ isChosen }) => isChosen);
  if (chosen?.total === undefined) return `${passed}.`;
  const scores = (chosen.scores ?? []).filter(({ score }) => score > 0);
  const parts = scores.map(({ plugin, weight, score }) => `${plugin} ${score * weight}`).join(', ');
  const tie = fitting.some(({ isTied }) => isTied) ? '; chance decided between equals' : '';
  return `${passed}; best score ${chosen.total}${parts ? ` (${parts})` : ''}${tie}.`;
}

function othersText(others: readonly NodeVerdict[]): string {
  const ranked = others.toSorted((a, b) => (b.total ?? 0) - (a.total ?? 0));
  const named = ranked.slice(0, namedNodes).map(({ node, total }) => `${node} ${total ?? 0}`);
  return listed(named, ranked.length);
}

function rejections(nodes: readonly NodeVerdict[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { node, rejected } of nodes) {
    if (!rejected) continue;
    const reason = rejected.reasons.join(', ') + (rejected.detail ? ` (${rejected.detail})` : '');
    byReason.set(reason, [...(byReason.get(reason) ?? []), node]);
  }
  return [...byReason].map(([reason, names]) => `${listed(names.slice(0, namedNodes), names.length)}: ${reason}.`);
}

function listed(named: readonly string[], all: number): string {
  return all > named.length ? `${named.join(', ')} and ${all - named.length} more` : named.join(', ');
}
