import { explainNode } from '../cluster/controllers/daemonset-nodes.ts';
import type { Reader } from '../cluster/engine/types.ts';
import type { DaemonSet, Node } from '../kubernetes/api.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { TreeItem } from '../protocol.ts';

/** The nodes on which a DaemonSet runs no pod, each with the reason. */
export function explainNodes(read: Reader, object: KubernetesObject): TreeItem[] {
  return read.list<Node>('Node').flatMap((node) => {
    const verdict = explainNode(object as DaemonSet, node);
    if (verdict.shouldRun) return [];
    const name = node.metadata.name ?? '';
    const item: TreeItem = {
      id: `${object.metadata.uid ?? ''}/without/${name}`,
      label: name,
      description: `no pod: ${verdict.reason ?? ''}`,
      tooltip: `${name} gets no pod of this DaemonSet: ${verdict.reason ?? ''}`,
      icon: 'pending',
      object: { kind: 'Node', namespace: '', name },
      context: 'note',
      children: [],
    };
    return [item];
  });
}
