import { namespaceOf, selectPods } from '../references.ts';
import type { WorkspaceRule } from '../rule.ts';

/** A Service without pods has no endpoints. Source: pkg/controller (endpointslice) */
const rule: WorkspaceRule = {
  id: 'reference-service-pods',
  covers: ['REF-06'],
  summary: 'A Service selects pods that some workload makes.',
  docs: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpointslices',
  severity: 'warning',
  *check(workspace) {
    for (const service of workspace.all('core.v1.Service')) {
      const { selector = {}, type } = service.object.spec ?? {};
      if (Object.keys(selector).length === 0 || type === 'ExternalName') continue;
      const { selected, hasPods } = selectPods(workspace, namespaceOf(service), { matchLabels: selector });
      if (selected.length > 0 || !hasPods) continue;
      const wanted = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
      const message = `no pod template among these manifests has the labels ${wanted.join(',')}: the Service has no endpoints`;
      yield { source: service.source, path: ['spec', 'selector'], message };
    }
  },
};

export default rule;
