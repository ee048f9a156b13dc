import type { ApiTypes } from '../../kubernetes/api.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import type { PodTemplateUse, WorkspaceFinding, WorkspaceObjects, WorkspaceRule, Written } from '../rule.ts';

type Volume = Written<ApiTypes['core.v1.Volume']>;
type Items = readonly { readonly key?: string }[];

/** Source: pkg/volume/configmap/configmap.go, pkg/volume/secret/secret.go (MakePayload) */
const rule: WorkspaceRule = {
  id: 'reference-volume-key',
  covers: ['REF-02'],
  summary: 'The keys that a volume takes of a ConfigMap or Secret are there.',
  docs: 'https://kubernetes.io/docs/concepts/storage/volumes/#configmap',
  severity: 'warning',
  *check(workspace) {
    for (const use of workspace.podTemplates()) {
      for (const [index, volume] of (use.spec.volumes ?? []).entries()) {
        for (const source of sourcesOf(volume)) yield* checkKeys(workspace, use, source, ['volumes', index]);
      }
    }
  },
};

export default rule;

interface KeySource {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly items: Items;
  readonly at: FieldPath;
}

function sourcesOf({ configMap, secret, projected }: Volume): readonly KeySource[] {
  const parts = [
    { configMap, secret: secret && { ...secret, name: secret.secretName }, at: [] as FieldPath },
    ...(projected?.sources ?? []).map((source, index) => ({ ...source, at: ['projected', 'sources', index] })),
  ];
  return parts.flatMap((part) =>
    (['configMap', 'secret'] as const).flatMap((field) => {
      const from = part[field];
      if (!from || from.optional === true) return [];
      const { name = '', items = [] } = from;
      return [{ kind: field === 'secret' ? 'Secret' : 'ConfigMap', name, items, at: [...part.at, field] } as const];
    }),
  );
}

function* checkKeys(
  workspace: WorkspaceObjects,
  use: PodTemplateUse,
  { kind, name, items, at }: KeySource,
  volume: FieldPath,
): Iterable<WorkspaceFinding> {
  if (items.length === 0) return;
  const found = workspace.get(`core.v1.${kind}`, use.namespace, name)?.object;
  if (!found) return;
  const { data, binaryData, stringData } = found as Partial<Record<'data' | 'binaryData' | 'stringData', object>>;
  const keys = new Set(Object.keys({ ...data, ...binaryData, ...stringData }));
  for (const [index, { key = '' }] of items.entries()) {
    if (key === '' || keys.has(key)) continue;
    const message = `references non-existent ${kind === 'Secret' ? 'secret' : 'config'} key: ${key}`;
    yield { source: use.owner.source, path: [...use.specPath, ...volume, ...at, 'items', index, 'key'], message };
  }
}
