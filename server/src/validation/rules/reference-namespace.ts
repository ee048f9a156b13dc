import { absent, namespaceOf } from '../references.ts';
import type { PlacedObject, WorkspaceRule } from '../rule.ts';

/** They come with every cluster. */
const always: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

const types = [
  'apps.v1.DaemonSet',
  'apps.v1.Deployment',
  'apps.v1.StatefulSet',
  'batch.v1.CronJob',
  'batch.v1.Job',
  'core.v1.ConfigMap',
  'core.v1.PersistentVolumeClaim',
  'core.v1.Pod',
  'core.v1.Secret',
  'core.v1.Service',
  'core.v1.ServiceAccount',
  'networking.v1.Ingress',
] as const;

/**
 * Only where some namespaces are among the manifests is another name taken for a slip, and told once.
 * Source: plugin/pkg/admission/namespace/lifecycle/admission.go
 */
const rule: WorkspaceRule = {
  id: 'reference-namespace',
  covers: ['REF-15'],
  summary: 'The namespace of an object is one of those among the manifests.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
  severity: 'information',
  *check(workspace) {
    if (workspace.all('core.v1.Namespace').length === 0) return;
    const told = new Set(always);
    for (const type of types) {
      for (const placed of workspace.all(type) as readonly PlacedObject[]) {
        const namespace = namespaceOf(placed);
        if (told.has(namespace) || workspace.mayExist('core.v1.Namespace', '', namespace)) continue;
        told.add(namespace);
        const message = `${absent('Namespace', namespace)}: without it the objects in it are refused (namespaces "${namespace}" not found)`;
        yield { source: placed.source, path: ['metadata', 'namespace'], message };
      }
    }
  },
};

export default rule;
