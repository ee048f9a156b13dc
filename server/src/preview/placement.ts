import type { NodeVerdict, PlacementExplanation } from '../cluster/scheduler/explain.ts';

/** Only the scores that say most fit in a sentence. */
const scoresShown = 3;

/**
 * Why a pod is where it is, or why it is nowhere: the choice with its score, then the nodes that were ruled out, those
 * with the same reason together.
 */
export function placementText({ node, nodes }: PlacementExplanation): string {
  const passed = nodes.filter(({ rejected }) => rejected === undefined);
  const chosen = nodes.find(({ isChosen }) => isChosen);
  const sentences = [node === undefined ? `No node of ${nodes.length} fits.` : choice(node, chosen, passed)];
  for (const [reason, names] of byReason(nodes)) sentences.push(`${names.join(', ')}: ${reason}.`);
  return sentences.join(' ');
}

function choice(node: string, chosen: NodeVerdict | undefined, passed: readonly NodeVerdict[]): string {
  if (passed.length === 1) return `${node} is the only node that fits.`;
  const scores = [...(chosen?.scores ?? [])].sort((a, b) => b.score * b.weight - a.score * a.weight).slice(0, scoresShown);
  const parts = scores.map(({ plugin, score, weight }) => `${plugin} ${score}${weight === 1 ? '' : ` × ${weight}`}`).join(', ');
  const tied = passed.filter(({ isTied }) => isTied).map(({ node: other }) => other);
  const chance = tied.length === 0 ? '' : `; ${tied.join(', ')} scored the same and chance decided`;
  return `${passed.length} nodes fit; ${node} has the best score, ${chosen?.total ?? 0} (${parts})${chance}.`;
}

function byReason(nodes: readonly NodeVerdict[]): ReadonlyMap<string, readonly string[]> {
  const grouped = new Map<string, string[]>();
  for (const { node, rejected } of nodes) {
    if (!rejected) continue;
    const detail = rejected.detail ? ` (${rejected.detail})` : '';
    const reason = `${rejected.reasons.join(', ')}${detail}`;
    grouped.set(reason, [...(grouped.get(reason) ?? []), node]);
  }
  return grouped;
}
