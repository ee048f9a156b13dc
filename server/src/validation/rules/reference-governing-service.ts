import { absent, namespaceOf } from '../references.ts';
import type { WorkspaceRule } from '../rule.ts';
import { isHeadless } from '../service.ts';

/** Source: pkg/controller/statefulset/stateful_set_utils.go (initIdentity) */
const rule: WorkspaceRule = {
  id: 'reference-governing-service',
  covers: ['REF-11'],
  summary: 'The Service that gives the pods of a StatefulSet their names in DNS exists and is headless.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
  severity: 'warning',
  *check(workspace) {
    for (const set of workspace.all('apps.v1.StatefulSet')) {
      const name = set.object.spec?.serviceName ?? '';
      if (name === '') continue;
      const service = workspace.get('core.v1.Service', namespaceOf(set), name);
      const place = { source: set.source, path: ['spec', 'serviceName'] };
      if (service === undefined) {
        if (workspace.mayExist('core.v1.Service', namespaceOf(set), name)) continue;
        yield { ...place, message: `${absent('Service', name)}: without it the pods have no names in DNS` };
      } else if (!isHeadless(service.object.spec ?? {})) {
        yield {
          ...place,
          message: `Service "${name}" is not headless (clusterIP: None): the pods have no names of their own in DNS`,
        };
      }
    }
  },
};

export default rule;
