import type { Node } from '../../kubernetes/api.ts';
import { type AdmissionPlugin, admitted } from './plugin.ts';

const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' } as const;

/**
 * A new node takes no pods until it is ready. Upstream taints every new node and the node controller takes the taint off a
 * ready one; here a node that registers as ready never has it.
 * Source: plugin/pkg/admission/nodetaint/admission.go
 */
export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  kinds: ['Node'],
  admit(object) {
    const node = object as Node;
    const isReady = node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
    const taints = node.spec?.taints ?? [];
    const isTainted = taints.some(({ key, effect }) => key === notReady.key && effect === notReady.effect);
    if (isReady || isTainted) return admitted(node);
    return admitted({ ...node, spec: { ...node.spec, taints: [...taints, notReady] } } as Node);
  },
};
