import type { NodeSelectorTerm } from '../../../kubernetes/api.ts';
import { preferredNodeScore, requiredNodeAffinity } from '../../../kubernetes/node-matching.ts';
import { normalizeByLargest, type Plugin, unresolvable } from '../framework.ts';

/** nodeSelector and node affinity. Source: plugins/nodeaffinity/node_affinity.go */
export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  weight: 2,
  prepareFilter({ spec }) {
    const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
    if (required === undefined && spec.nodeSelector === undefined) return undefined;
    const onlyNodes = namedNodes(required?.nodeSelectorTerms ?? []);
    if (onlyNodes?.size === 0) return { rejected: unresolvable('pod affinity terms conflict') };
    const matcher = requiredNodeAffinity(spec);
    return {
      onlyNodes,
      filter({ node }) {
        if (matcher.matches(node)) return undefined;
        return unresolvable("node(s) didn't match Pod's node affinity/selector", matcher.mismatch(node));
      },
    };
  },
  prepareScore({ spec }) {
    const preferred = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution;
    if (preferred === undefined) return undefined;
    const scoreOf = preferredNodeScore(preferred);
    return {
      score: ({ node }) => scoreOf(node),
      normalize: (scores) => {
        normalizeByLargest(scores, false);
      },
    };
  },
  wakesOn: ['NodeAdded', 'NodeChanged'],
  helpedBy({ spec }, event) {
    if (event.is !== 'NodeAdded' && event.is !== 'NodeChanged') return false;
    const matcher = requiredNodeAffinity(spec);
    return matcher.matches(event.node) && (event.is === 'NodeAdded' || !matcher.matches(event.previous));
  },
};

/** The nodes that the terms name, when every term names nodes; undefined when some term leaves them open. */
function namedNodes(terms: readonly NodeSelectorTerm[]): ReadonlySet<string> | undefined {
  if (terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of terms) {
    const lists = (term.matchFields ?? []).filter(({ key, operator }) => key === 'metadata.name' && operator === 'In');
    const [first, ...others] = lists.map(({ values }) => values ?? []);
    if (first === undefined) return undefined;
    for (const name of first) if (others.every((values) => values.includes(name))) names.add(name);
  }
  return names;
}
