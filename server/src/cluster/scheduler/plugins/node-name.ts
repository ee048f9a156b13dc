import { type Plugin, unresolvable } from '../framework.ts';

/** A pod that names its node gets no other. Source: plugins/nodename/node_name.go */
export const nodeName: Plugin = {
  name: 'NodeName',
  prepareFilter({ spec }) {
    if (!spec.nodeName) return undefined;
    return {
      onlyNodes: new Set([spec.nodeName]),
      filter: (node) => (node.name === spec.nodeName ? undefined : unresolvable("node(s) didn't match the requested node name")),
    };
  },
};
