import type { LabelSelector } from '../../kubernetes/api.ts';
import { matchesSelector } from '../../kubernetes/selector.ts';
import { candidates, namespaceOf, nameOf, ownerText } from '../references.ts';
import type { PlacedObject, PodTemplateUse, WorkspaceRule, Written } from '../rule.ts';
import { isEmpty, isUsable } from '../workload.ts';

const types = ['apps.v1.DaemonSet', 'apps.v1.Deployment', 'apps.v1.ReplicaSet', 'apps.v1.StatefulSet'] as const;

/** Kubernetes does not stop this; controllers take over each other's orphans, and every selector finds both sorts of pods. */
const rule: WorkspaceRule = {
  id: 'reference-overlapping-selectors',
  covers: ['REF-13'],
  summary: 'A workload selects the pods of no other workload.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  severity: 'warning',
  *check(workspace) {
    for (const type of types) {
      for (const workload of workspace.all(type)) {
        const selector: Written<LabelSelector> | undefined = workload.object.spec?.selector;
        if (selector === undefined || isEmpty(selector) || !isUsable(selector)) continue;
        const others = candidates(workspace, namespaceOf(workload), selector).filter(
          (use) => isOther(workload, use) && matchesSelector(selector as LabelSelector, use.labels),
        );
        if (others.length === 0) continue;
        const message = `also selects the pods of ${others.map(ownerText).join(', ')}`;
        yield { source: workload.source, path: ['spec', 'selector'], message };
      }
    }
  },
};

export default rule;

const controllers: readonly unknown[] = ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'];

/** Another workload in the same namespace; two manifests of one name are one workload. */
function isOther(workload: PlacedObject, { owner, namespace }: PodTemplateUse): boolean {
  if (namespace !== namespaceOf(workload) || !controllers.includes(owner.object.kind)) return false;
  return owner.object.kind !== workload.object.kind || nameOf(owner) !== nameOf(workload);
}
