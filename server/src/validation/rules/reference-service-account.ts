import { absent, nameOf, ownerText } from '../references.ts';
import type { WorkspaceRule } from '../rule.ts';

/** Kubernetes makes this one in every namespace. */
const always = 'default';

/** Source: plugin/pkg/admission/serviceaccount/admission.go */
const rule: WorkspaceRule = {
  id: 'reference-service-account',
  covers: ['REF-04'],
  summary: 'The ServiceAccount that pods run as exists.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  severity: 'warning',
  *check(workspace) {
    for (const use of workspace.podTemplates()) {
      const { serviceAccountName: name = '' } = use.spec;
      // The accounts of the system's own controllers come with the cluster.
      if (name === '' || name === always || use.namespace === 'kube-system') continue;
      if (workspace.mayExist('core.v1.ServiceAccount', use.namespace, name)) continue;
      const isPod = use.owner.object.kind === 'Pod';
      const consequence = isPod ? `Pod "${nameOf(use.owner)}" is refused` : `${ownerText(use)} can make no pods`;
      const message = `${absent('ServiceAccount', name)}: without it ${consequence}`;
      yield { source: use.owner.source, path: [...use.specPath, 'serviceAccountName'], message };
    }
  },
};

export default rule;
