import type { ApiTypes } from '../../kubernetes/api.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import { absent } from '../references.ts';
import type { WorkspaceFinding, WorkspaceObjects, WorkspaceRule, Written } from '../rule.ts';

/**
 * Classes mostly come with the cluster. Only where some of a sort are among the manifests is another name taken for a slip.
 * Source: pkg/controller/volume/persistentvolume, plugin/pkg/admission/runtimeclass
 */
const rule: WorkspaceRule = {
  id: 'reference-class',
  covers: ['REF-16'],
  summary: 'The class of a claim, a pod or an Ingress is one of those among the manifests.',
  docs: 'https://kubernetes.io/docs/concepts/storage/storage-classes/',
  severity: 'warning',
  *check(workspace) {
    for (const { object, source } of workspace.all('core.v1.PersistentVolumeClaim')) {
      yield* checkStorage(workspace, source, object, []);
    }
    for (const { object, source } of workspace.all('apps.v1.StatefulSet')) {
      for (const [index, claim] of (object.spec?.volumeClaimTemplates ?? []).entries()) {
        yield* checkStorage(workspace, source, claim, ['spec', 'volumeClaimTemplates', index]);
      }
    }
    for (const { object, source } of workspace.all('networking.v1.Ingress')) {
      const name = object.spec?.ingressClassName ?? '';
      if (!isMissing(workspace, 'networking.v1.IngressClass', name)) continue;
      yield {
        source,
        path: ['spec', 'ingressClassName'],
        message: `${absent('IngressClass', name)}: no controller takes the Ingress`,
      };
    }
    for (const { owner, spec, specPath } of workspace.podTemplates()) {
      const name = spec.runtimeClassName ?? '';
      if (!isMissing(workspace, 'node.v1.RuntimeClass', name)) continue;
      const message = `${absent('RuntimeClass', name)}: without it pods are refused`;
      yield { source: owner.source, path: [...specPath, 'runtimeClassName'], message };
    }
  },
};

export default rule;

type ClassType = 'storage.v1.StorageClass' | 'networking.v1.IngressClass' | 'node.v1.RuntimeClass';

/** What the usual providers and local clusters bring along. */
const provided: ReadonlySet<string> = new Set([
  ...['standard', 'standard-rwo', 'premium-rwo', 'gp2', 'gp3', 'default', 'managed', 'managed-csi', 'managed-premium'],
  ...['azurefile', 'azurefile-csi', 'local-path', 'hostpath', 'do-block-storage', 'microk8s-hostpath'],
]);

function isMissing(workspace: WorkspaceObjects, type: ClassType, name: string): boolean {
  return name !== '' && workspace.all(type).length > 0 && !workspace.mayExist(type, '', name);
}

/** A volume of the same class name can be bound without any StorageClass. */
function* checkStorage(
  workspace: WorkspaceObjects,
  source: unknown,
  { spec }: Written<ApiTypes['core.v1.PersistentVolumeClaim']>,
  path: FieldPath,
): Iterable<WorkspaceFinding> {
  const name = spec?.storageClassName ?? '';
  if (provided.has(name) || !isMissing(workspace, 'storage.v1.StorageClass', name)) return;
  const isStatic = workspace.all('core.v1.PersistentVolume').some(({ object }) => object.spec?.storageClassName === name);
  if (isStatic) return;
  const message = `${absent('StorageClass', name)}: the claim stays Pending`;
  yield { source, path: [...path, 'spec', 'storageClassName'], message };
}
