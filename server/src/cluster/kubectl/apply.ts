import { withCanonicalQuantities } from '../../kubernetes/canonical.ts';
import type { KubernetesObject } from '../../kubernetes/object.ts';
import { threeWayMerge } from '../../kubernetes/three-way-merge.ts';
import { kindKey } from '../../schema/structure.ts';
import { strategyFor } from '../api/strategy.ts';
import type { Cluster } from '../cluster.ts';
import type { ApiError } from '../engine/types.ts';

export interface Applied {
  readonly result: 'created' | 'configured' | 'unchanged' | 'refused';
  /** As kubectl prints it: `deployment.apps/web configured`, or the refusal. */
  readonly message: string;
  readonly object?: KubernetesObject;
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * `kubectl apply` of one object: created, or merged into the live object against what was applied last.
 * Source: staging/src/k8s.io/kubectl/pkg/cmd/apply
 */
export function apply(cluster: Cluster, manifest: KubernetesObject): Applied {
  const kind = cluster.kinds(manifest.kind);
  const namespace = kind.namespaced ? manifest.metadata.namespace || 'default' : '';
  const name = manifest.metadata.name ?? '';
  const marked = withLastApplied(withNamespace(manifest, namespace));
  const live = name === '' ? undefined : cluster.read.get(manifest.kind, namespace, name);
  const outcome = live ? patch(cluster, marked, live) : cluster.api.create(decoded(cluster, marked), 'kubectl');
  if (!outcome.ok) return { result: 'refused', message: outcome.error.message };
  const { object } = outcome;
  const result = !live ? 'created' : object === live ? 'unchanged' : 'configured';
  return { result, message: `${kind.printed}/${object.metadata.name ?? ''} ${result}`, object };
}

function patch(cluster: Cluster, manifest: KubernetesObject, live: KubernetesObject): ReturnType<Cluster['api']['update']> {
  const { structure } = cluster.parts;
  const merged = threeWayMerge(structure, typeOf(cluster, manifest), {
    ...readLastApplied(live),
    modified: manifest as unknown as Readonly<Record<string, unknown>>,
    live: live as unknown as Readonly<Record<string, unknown>>,
  }) as unknown as KubernetesObject;
  return change(cluster, merged, live);
}

/** An update by a user: defaulted and validated against the live object, which controllers' updates need not be. */
export function change(cluster: Cluster, next: KubernetesObject, live: KubernetesObject): ReturnType<Cluster['api']['update']> {
  const defaulted = cluster.parts.applyDefaults(decoded(cluster, next));
  const prepared = strategyFor(next.kind).prepareForUpdate?.(defaulted, live) ?? defaulted;
  const refusal: ApiError | undefined = cluster.parts.validate(prepared, live);
  if (refusal) return { ok: false, error: refusal };
  return cluster.api.update(prepared, 'kubectl');
}

/** As the API server reads what a user sends. */
function decoded(cluster: Cluster, object: KubernetesObject): KubernetesObject {
  return withCanonicalQuantities(cluster.parts.structure, typeOf(cluster, object), object);
}

function typeOf(cluster: Cluster, { apiVersion, kind }: KubernetesObject): string | undefined {
  return cluster.parts.structure.kinds[kindKey(apiVersion, kind)]?.type;
}

function withNamespace(manifest: KubernetesObject, namespace: string): KubernetesObject {
  return namespace === '' ? manifest : { ...manifest, metadata: { ...manifest.metadata, namespace } };
}

function withLastApplied(manifest: KubernetesObject): KubernetesObject {
  const { [lastApplied]: _, ...annotations } = manifest.metadata.annotations ?? {};
  const plain = { ...manifest, metadata: { ...manifest.metadata, annotations } };
  const text = `${JSON.stringify(sorted(plain))}\n`;
  return { ...plain, metadata: { ...plain.metadata, annotations: { ...annotations, [lastApplied]: text } } };
}

/** Keys in alphabetical order, as Go writes maps. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function readLastApplied(live: KubernetesObject): { original?: Readonly<Record<string, unknown>> } {
  const text = live.metadata.annotations?.[lastApplied];
  if (text === undefined) return {};
  try {
    return { original: JSON.parse(text) as Readonly<Record<string, unknown>> };
  } catch {
    // A user may have written anything there; kubectl refuses to go on, we treat it as never applied.
    return {};
  }
}
