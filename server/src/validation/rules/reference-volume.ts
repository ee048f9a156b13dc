import type { Volume } from '../../kubernetes/api.ts';
import { absent } from '../references.ts';
import type { PodTemplateUse, WorkspaceFinding, WorkspaceObjects, WorkspaceRule, Written } from '../rule.ts';

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
    for (const { type, name, at, consequence } of wantedBy(volume)) {
      if (name === '' || name === rootCertificates || workspace.mayExist(type, use.namespace, name)) continue;
      yield finding(at, `${absent(type.split('.').at(-1) ?? '', name)}: without it the pod ${consequence}`);
    }
  }
}

interface Wanted {
  readonly type: 'core.v1.ConfigMap' | 'core.v1.Secret' | 'core.v1.PersistentVolumeClaim';
  readonly name: string;
  readonly at: readonly string[];
  readonly consequence: string;
}

/** What a volume cannot do without; names that are optional or not written are ''. */
function wantedBy({ configMap, secret, persistentVolumeClaim: claim }: Written<Volume>): readonly Wanted[] {
  const waits = 'waits in ContainerCreating';
  return [
    {
      type: 'core.v1.ConfigMap',
      name: unlessOptional(configMap, configMap?.name),
      at: ['configMap', 'name'],
      consequence: waits,
    },
    {
      type: 'core.v1.Secret',
      name: unlessOptional(secret, secret?.secretName),
      at: ['secret', 'secretName'],
      consequence: waits,
    },
    {
      type: 'core.v1.PersistentVolumeClaim',
      name: claim?.claimName ?? '',
      at: ['persistentVolumeClaim', 'claimName'],
      consequence: 'stays Pending',
    },
  ];
}

function unlessOptional(source: { readonly optional?: boolean } | undefined, name: string | undefined): string {
  return source?.optional === true ? '' : (name ?? '');
}
