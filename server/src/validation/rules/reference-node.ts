import type { Node, Taint, Toleration } from '../../kubernetes/api.ts';
import { findUntoleratedTaint, type NodeConstraints, requiredNodeAffinity, taintText } from '../../kubernetes/node-matching.ts';
import type { PodTemplateUse, WorkspaceFinding, WorkspaceRule } from '../rule.ts';

/** Only where nodes are known: those of a cluster that is given, or manifests of nodes. Source: pkg/scheduler/framework/plugins */
const rule: WorkspaceRule = {
  id: 'reference-node',
  covers: [],
  summary: 'Some node of the cluster has the labels that pods ask for, and no taint that they do not tolerate.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/',
  severity: 'warning',
  *check(workspace) {
    const nodes = workspace.all('core.v1.Node').map(({ object }) => object as Node);
    if (nodes.length === 0) return;
    for (const use of workspace.podTemplates()) {
      const finding = (use.spec.nodeName ?? '') === '' ? checkTemplate(use, nodes) : undefined;
      if (finding) yield finding;
    }
  },
};

export default rule;

function checkTemplate({ owner, spec, specPath }: PodTemplateUse, nodes: readonly Node[]): WorkspaceFinding | undefined {
  const { nodeSelector, affinity, tolerations } = spec;
  const consequence = owner.object.kind === 'DaemonSet' ? 'no pod is made' : 'the pods stay Pending';
  const matcher = requiredNodeAffinity({ nodeSelector, affinity } as NodeConstraints);
  const matching = nodes.filter((node) => matcher.matches(node));
  const count = nodes.length === 1 ? 'the node' : `none of the ${nodes.length} nodes`;
  if (matching.length === 0) {
    const path = nodeSelector ? ['nodeSelector'] : ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'];
    const verb = nodes.length === 1 ? 'does not have' : 'has';
    const message = `${count} ${verb} the labels that are asked for: ${consequence}`;
    return { source: owner.source, path: [...specPath, ...path], message };
  }
  const taints = matching.map((node) =>
    findUntoleratedTaint(node.spec?.taints, tolerations as readonly Toleration[] | undefined, ['NoSchedule', 'NoExecute']),
  );
  if (taints.includes(undefined)) return undefined;
  const texts = [...new Set((taints as readonly Taint[]).map(taintText))].join(', ');
  const message = `all nodes that match have taints that are not tolerated (${texts}): ${consequence}`;
  return { source: owner.source, path: [...specPath, 'tolerations'], message };
}
