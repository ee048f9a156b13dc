import type { KubernetesObject } from '../kubernetes/object.ts';
import type { YamlDocument } from '../yaml/document.ts';
import { isReadable } from '../yaml/index.ts';
import type { Manifest } from './rehearsal.ts';

/** A file's documents as kubectl would send them, and what it would refuse to send. */
export interface ReadManifests {
  readonly manifests: readonly Manifest[];
  readonly unreadable: readonly { readonly uri: string; readonly line: number; readonly message: string }[];
}

/** Objects of a file in their order; `kind: List` gives its items. Documents for something else than Kubernetes are left out. */
export function readManifests(
  uri: string,
  documents: readonly YamlDocument[],
  lineAt: (offset: number) => number,
): ReadManifests {
  const manifests: Manifest[] = [];
  const unreadable: { uri: string; line: number; message: string }[] = [];
  for (const document of documents) {
    const start = document.offset + (document.root?.range.start ?? 0);
    const problem = document.problems.find(({ severity }) => severity === 'error');
    if (problem) unreadable.push({ uri, line: lineAt(document.offset + problem.range.start), message: problem.message });
    if (!isReadable(document)) continue;
    for (const object of objectsIn(document.value)) manifests.push({ object, uri, line: lineAt(start) });
  }
  return { manifests, unreadable };
}

function objectsIn(value: unknown): readonly KubernetesObject[] {
  if (!isRecord(value) || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return [];
  if (isNotForACluster(value.apiVersion)) return [];
  if (value.kind === 'List' && Array.isArray(value.items)) return value.items.flatMap(objectsIn);
  const metadata = isRecord(value.metadata) ? value.metadata : {};
  return [{ ...value, metadata } as unknown as KubernetesObject];
}

/** Files that tools read and that no API server serves. */
function isNotForACluster(apiVersion: string): boolean {
  return apiVersion.startsWith('kustomize.config.k8s.io/') || apiVersion.startsWith('drydock.dev/');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
