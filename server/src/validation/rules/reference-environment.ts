import type { FieldPath } from '../../kubernetes/path.ts';
import { absent, type ContainerPlace, containersOf } from '../references.ts';
import type { PodTemplateUse, WorkspaceFinding, WorkspaceObjects, WorkspaceRule } from '../rule.ts';

interface KeyReference {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly key?: string;
  readonly optional: boolean;
  readonly path: FieldPath;
}

/** Until both exist, the kubelet does not create the container. Source: pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables) */
const rule: WorkspaceRule = {
  id: 'reference-environment',
  covers: ['REF-01'],
  summary: 'What environment variables are taken from exists, and has the key.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions',
  severity: 'warning',
  *check(workspace) {
    for (const use of workspace.podTemplates()) {
      for (const place of containersOf(use.spec)) {
        for (const reference of referencesOf(place)) {
          const finding = checkReference(workspace, use, reference);
          if (finding !== undefined) yield finding;
        }
      }
    }
  },
};

export default rule;

function referencesOf({ container, path }: ContainerPlace): readonly KeyReference[] {
  const fromKeys = (container.env ?? []).flatMap(({ valueFrom }, index) =>
    (['configMapKeyRef', 'secretKeyRef'] as const).flatMap((field) => {
      const reference = valueFrom?.[field];
      return reference === undefined ? [] : [keyReference(field, reference, [...path, 'env', index, 'valueFrom', field])];
    }),
  );
  const fromAll = (container.envFrom ?? []).flatMap((source, index) =>
    (['configMapRef', 'secretRef'] as const).flatMap((field) => {
      const reference = source[field];
      return reference === undefined ? [] : [keyReference(field, reference, [...path, 'envFrom', index, field])];
    }),
  );
  return [...fromKeys, ...fromAll].filter(({ name, optional }) => name !== '' && !optional);
}

function keyReference(
  field: string,
  { name = '', key, optional = false }: { readonly name?: string; readonly key?: string; readonly optional?: boolean },
  path: FieldPath,
): KeyReference {
  return { kind: field.startsWith('configMap') ? 'ConfigMap' : 'Secret', name, key, optional, path };
}

function checkReference(workspace: WorkspaceObjects, use: PodTemplateUse, reference: KeyReference): WorkspaceFinding | undefined {
  const { kind, name, key } = reference;
  const keys = keysOf(workspace, use.namespace, reference);
  const at = (field: string) => ({ source: use.owner.source, path: [...use.specPath, ...reference.path, field] });
  if (keys === undefined) {
    if (workspace.mayExist(`core.v1.${kind}`, use.namespace, name)) return undefined;
    return { ...at('name'), message: `${absent(kind, name)}: without it the container waits with CreateContainerConfigError` };
  }
  if (key === undefined || keys.has(key)) return undefined;
  const known = keys.size === 0 ? 'it has none' : `it has ${[...keys].sort().join(', ')}`;
  return { ...at('key'), message: `couldn't find key ${key} in ${kind} ${use.namespace}/${name}: ${known}` };
}

/** Variables come from `data` only, never from `binaryData`. */
function keysOf(workspace: WorkspaceObjects, namespace: string, { kind, name }: KeyReference): ReadonlySet<string> | undefined {
  if (kind === 'ConfigMap') {
    const found = workspace.get('core.v1.ConfigMap', namespace, name);
    return found && new Set(Object.keys(found.object.data ?? {}));
  }
  const found = workspace.get('core.v1.Secret', namespace, name);
  return found && new Set([...Object.keys(found.object.data ?? {}), ...Object.keys(found.object.stringData ?? {})]);
}
