import type { Node, Taint } from '../../../kubernetes/api.ts';
import { findUntoleratedTaint, taintText, toleratesTaint } from '../../../kubernetes/node-matching.ts';
import { normalizeByLargest, type Plugin, unresolvable } from '../framework.ts';
import type { PodInfo } from '../pod-info.ts';

const effectsThatForbid = ['NoSchedule', 'NoExecute'];

/**
 * Keeps pods off nodes with taints that they do not tolerate, and prefers nodes without PreferNoSchedule ones.
 * Source: plugins/tainttoleration/taint_toleration.go
 */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  weight: 3,
  prepareFilter(pod) {
    return {
      filter({ node }) {
        const taint = untolerated(node, pod);
        return taint && unresolvable('node(s) had untolerated taint(s)', `taint ${taintText(taint)}`);
      },
    };
  },
  prepareScore({ spec }) {
    const tolerations = (spec.tolerations ?? []).filter(({ effect }) => !effect || effect === 'PreferNoSchedule');
    const isDisliked = (taint: Taint) => taint.effect === 'PreferNoSchedule' && !toleratesTaint(tolerations, taint);
    return {
      score: ({ node }) => node.spec?.taints?.filter(isDisliked).length ?? 0,
      normalize: (scores) => {
        normalizeByLargest(scores, true);
      },
    };
  },
  wakesOn: ['NodeAdded', 'NodeChanged'],
  helpedBy(pod, event) {
    if (event.is === 'NodeAdded') return !untolerated(event.node, pod);
    return event.is === 'NodeChanged' && untolerated(event.previous, pod) !== undefined && !untolerated(event.node, pod);
  },
};

function untolerated(node: Node, { spec }: PodInfo): Taint | undefined {
  return findUntoleratedTaint(node.spec?.taints, spec.tolerations, effectsThatForbid);
}
