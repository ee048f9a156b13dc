import { resolveIntOrPercent } from '../../kubernetes/percent.ts';
import { namespaceOf, nameOf, selectPods } from '../references.ts';
import type { PodTemplateUse, WorkspaceFinding, WorkspaceObjects, WorkspaceRule } from '../rule.ts';
import { isEmpty } from '../workload.ts';

/** Source: pkg/controller/disruption/disruption.go (getExpectedPodCount) */
const rule: WorkspaceRule = {
  id: 'reference-budget',
  covers: ['REF-09'],
  summary: 'A disruption budget is about pods that exist, and lets at least one of them go.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#identify-an-application-to-protect',
  severity: 'warning',
  *check(workspace) {
    for (const budget of workspace.all('policy.v1.PodDisruptionBudget')) {
      const { selector, maxUnavailable, minAvailable } = budget.object.spec ?? {};
      if (selector === undefined) continue;
      const finding = (field: string, message: string): WorkspaceFinding => ({
        source: budget.source,
        path: ['spec', field],
        message,
      });
      const { selected, hasPods } = selectPods(workspace, namespaceOf(budget), selector);
      if (selected.length === 0) {
        const message = 'no pod template among these manifests is selected: the budget protects nothing';
        if (hasPods && !isEmpty(selector)) yield finding('selector', message);
        continue;
      }
      const total = podsOf(workspace, selected);
      if (maxUnavailable !== undefined && resolveIntOrPercent(maxUnavailable, total ?? 1, 'up') === 0 && total !== 0) {
        yield finding('maxUnavailable', 'no pod may ever be evicted: draining a node waits for ever');
      }
      if (minAvailable === undefined || total === undefined || total === 0) continue;
      if (resolveIntOrPercent(minAvailable, total, 'up') >= total) {
        const pods = total === 1 ? 'is 1 pod' : `are ${total} pods`;
        yield finding('minAvailable', `there ${pods}, so none may ever be evicted: draining a node waits for ever`);
      }
    }
  },
};

export default rule;

/** How many pods the workloads have, if that is written and no autoscaler decides. */
function podsOf(workspace: WorkspaceObjects, uses: readonly PodTemplateUse[]): number | undefined {
  const counts = uses.map(({ owner, namespace }) => {
    const { kind = '', spec } = owner.object as { readonly kind?: string; readonly spec?: { readonly replicas?: number } };
    const isScaled = workspace.all('autoscaling.v2.HorizontalPodAutoscaler').some((autoscaler) => {
      const target = autoscaler.object.spec?.scaleTargetRef;
      return namespaceOf(autoscaler) === namespace && target?.kind === kind && target.name === nameOf(owner);
    });
    return isScaled || !['Deployment', 'ReplicaSet', 'StatefulSet'].includes(kind) ? undefined : spec?.replicas;
  });
  return counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );
}
