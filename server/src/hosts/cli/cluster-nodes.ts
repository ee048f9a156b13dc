import type { ClusterSpec } from '../../cluster/spec.ts';
import { nodeObject } from '../../cluster/kubelet/node.ts';
import type { LanguageContext } from '../../language/service.ts';

/** Under this name the nodes of a given cluster stand among the files; they are not judged themselves. */
export const clusterUri = 'cluster:nodes';

/** Lets the rules that ask for nodes see those of a cluster. */
export function addNodes({ workspace, schema }: LanguageContext, { nodes }: ClusterSpec): void {
  const items = nodes.map((node, index) => {
    const { status: _, ...object } = nodeObject(node, index, schema.kubernetesVersion, '');
    return object;
  });
  workspace.set(clusterUri, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}
