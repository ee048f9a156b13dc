import { absent } from '../references.ts';
import type { PodTemplateUse, WorkspaceFinding, WorkspaceObjects, WorkspaceRule } from '../rule.ts';

/** What a StatefulSet mounts under the name of a claim template is made for each pod. */
function madeClaims({ owner }: PodTemplateUse): ReadonlySet<string> {
  const { spec } = owner.object as {
    readonly spec?: { readonly volumeClaimTemplates?: readonly { readonly metadata?: { readonly name?: string } }[] };
  };
  return new Set((spec?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name ?? ''));
}

/** Kubernetes puts this one into every namespace. */
const rootCertificates = 'kube-root-ca.crt';

/** Source: pkg/volume/{configmap,secret}, pkg/scheduler/framework/plugins/volumebinding */
const rule: WorkspaceRule = {
  id: 'reference-volume',
  covers: ['REF-02', 'REF-03'],
  summary: 'ConfigMaps, Secrets and claims that pods mount exist.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/',
  severity: 'warning',
  *check(workspace) {
    for (const use of workspace.podTemplates()) yield* checkVolumes(workspace, use);
  },
};

export default rule;

function* checkVolumes(workspace: WorkspaceObjects, use: PodTemplateUse): Iterable<WorkspaceFinding> {
  const made = madeClaims(use);
  for (const [index, volume] of (use.spec.volumes ?? []).entries()) {
    if (made.has(volume.name ?? '')) continue;
    const finding = (parts: readonly string[], message: string): WorkspaceFinding => ({
      source: use.owner.source,
      path: [...use.specPath, 'volumes', index, ...parts],
      message,
    });
    const { configMap, secret, persistentVolumeClaim: claim } = volume;
    const map = configMap?.optional === true ? '' : (configMap?.name ?? '');
    if (map !== '' && map !== rootCertificates && !workspace.get('core.v1.ConfigMap', use.namespace, map)) {
      yield finding(['configMap', 'name'], `${absent('ConfigMap', map)}: without it the pod waits in ContainerCreating`);
    }
    const hidden = secret?.optional === true ? '' : (secret?.secretName ?? '');
    if (hidden !== '' && !workspace.get('core.v1.Secret', use.namespace, hidden)) {
      yield finding(['secret', 'secretName'], `${absent('Secret', hidden)}: without it the pod waits in ContainerCreating`);
    }
    const claimName = claim?.claimName ?? '';
    if (claimName !== '' && !workspace.get('core.v1.PersistentVolumeClaim', use.namespace, claimName)) {
      const message = `${absent('PersistentVolumeClaim', claimName)}: without it the pod stays Pending`;
      yield finding(['persistentVolumeClaim', 'claimName'], message);
    }
  }
}
