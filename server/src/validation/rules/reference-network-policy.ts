import { namespaceOf, selectPods } from '../references.ts';
import type { WorkspaceRule } from '../rule.ts';

/** Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource */
const rule: WorkspaceRule = {
  id: 'reference-network-policy',
  covers: ['REF-12'],
  summary: 'A NetworkPolicy selects pods that some workload makes.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource',
  severity: 'warning',
  *check(workspace) {
    for (const policy of workspace.all('networking.v1.NetworkPolicy')) {
      const selector = policy.object.spec?.podSelector ?? {};
      const isForAll = Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
      if (isForAll) continue;
      const { selected, hasPods } = selectPods(workspace, namespaceOf(policy), selector);
      if (selected.length > 0 || !hasPods) continue;
      const message = 'no pod template among these manifests is selected: the policy has no effect';
      yield { source: policy.source, path: ['spec', 'podSelector'], message };
    }
  },
};

export default rule;
