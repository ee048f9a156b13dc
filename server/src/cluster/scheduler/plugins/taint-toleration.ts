import type { Taint } from '../../../kubernetes/api.ts';
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
  prepareFilter(pod, { taints }) {
    if (!untolerated(taints, pod)) return undefined;
    return {
      filter({ node }) {
        const taint = untolerated(node.spec?.taints, pod);
        return taint && unresolvable('node(s) had untolerated taint(s)', `taint ${taintText(taint)}`);
      },
    };
  },
  prepareScore({ spec }, { taints }) {
    const tolerations = (spec.tolerations ?? []).filter(({ effect }) => !effect || effect === 'PreferNoSchedule');
    const isDisliked = (taint: Taint) => taint.effect === 'PreferNoSchedule' && !toleratesTaint(tolerations, taint);
    const isNowhere = !taints.some(isDisliked);
    return {
      score: ({ node }) => (isNowhere ? 0 : (node.spec?.taints?.filter(isDisliked).length ?? 0)),
      normalize: (scores) => {
        normalizeByLargest(scores, true);
      },
    };
  },
  wakesOn: ['NodeAdded', 'NodeChanged'],
  helpedBy(pod, event) {
    if (event.is !== 'NodeAdded' && event.is !== 'NodeChanged') return false;
    if (untolerated(event.node.spec?.taints, pod)) return false;
    return event.is === 'NodeAdded' || untolerated(event.previous.spec?.taints, pod) !== undefined;
  },
};

function untolerated(taints: readonly Taint[] | undefined, { spec }: PodInfo): Taint | undefined {
  return findUntoleratedTaint(taints, spec.tolerations, effectsThatForbid);
}
