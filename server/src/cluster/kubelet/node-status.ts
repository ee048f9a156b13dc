import type { Node, NodeCondition } from '../../kubernetes/api.ts';
import { refOf } from '../../kubernetes/object.ts';
import type { Action, Controller, ReconcileContext } from '../engine/types.ts';
import { failedSinceAnnotation } from '../node-failure.ts';
import { healthyConditions } from './node.ts';

/**
 * The part of each kubelet that reports its node's health: a kubelet that comes back after the control plane had given it
 * up says that it is ready again. Keys are node names; a healthy node's heartbeat changes nothing and is not written.
 * Source: pkg/kubelet/kubelet_node_status.go, pkg/kubelet/nodestatus/setters.go
 */
export const nodeStatusReporter: Controller<Node> = {
  name: 'kubelet-node',
  watches: { Node: ({ type, object }) => (type === 'deleted' ? [] : [object.metadata.name ?? '']) },
  observe: (key, read) => {
    const node = read.get<Node>('Node', '', key);
    return node && isForgotten(node) ? node : undefined;
  },
  reconcile,
};

/** Given up by the control plane, although its kubelet runs. A node that no kubelet ever reported stays silent. */
function isForgotten(node: Node): boolean {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  return ready?.reason === 'NodeStatusUnknown' && node.metadata.annotations?.[failedSinceAnnotation] === undefined;
}

function reconcile(node: Node, { timestamp }: ReconcileContext): readonly Action[] {
  const name = node.metadata.name ?? '';
  const healthy = healthyConditions(timestamp);
  const conditions = (node.status?.conditions ?? []).map(
    (condition): NodeCondition => healthy.find(({ type }) => type === condition.type) ?? condition,
  );
  const ready: Node = { ...node, status: { ...node.status, conditions } };
  const message = `Node ${name} status is now: NodeReady`;
  return [
    { do: 'updateStatus', object: ready },
    { do: 'event', type: 'Normal', about: refOf(node), reason: 'NodeReady', message },
  ];
}
