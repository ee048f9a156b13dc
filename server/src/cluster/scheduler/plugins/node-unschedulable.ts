import type { Node, Taint } from '../../../kubernetes/api.ts';
import { toleratesTaint } from '../../../kubernetes/node-matching.ts';
import { type Plugin, unresolvable } from '../framework.ts';

const unschedulableTaint: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Keeps pods off cordoned nodes. Source: plugins/nodeunschedulable/node_unschedulable.go */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  prepareFilter({ spec }, { hasCordoned }) {
    if (!hasCordoned || toleratesTaint(spec.tolerations, unschedulableTaint)) return undefined;
    return { filter: ({ node }) => (isCordoned(node) ? unresolvable('node(s) were unschedulable') : undefined) };
  },
  wakesOn: ['NodeAdded', 'NodeChanged'],
  helpedBy(_, event) {
    if (event.is === 'NodeAdded') return !isCordoned(event.node);
    return event.is === 'NodeChanged' && isCordoned(event.previous) && !isCordoned(event.node);
  },
};

function isCordoned(node: Node): boolean {
  return node.spec?.unschedulable === true;
}
