import type { YamlDocument } from '../yaml/document.ts';
import { helmTemplate } from '../yaml/dialect.ts';
import { configFileName } from './config.ts';
import type { JsonObject } from './objects.ts';
import { isObject } from './objects.ts';

/**
 * What a file is written for. Only `kubernetes` and `cluster` (Drydock's own kinds) are validated; the rest is left in peace: templates are
 * no YAML before they are rendered, patches are parts of objects, and the other formats are other tools' business.
 */
export type FileDialect = 'kubernetes' | 'kustomization' | 'kustomize-patch' | 'cluster' | 'config' | 'helm' | 'other';

export const clusterApiVersion = 'drydock.dev/v1alpha1';

/** Judges a file by its name and content alone; that it is a patch, only the kustomization that names it can say. */
export function dialectOf(uri: string, text: string, documents: readonly YamlDocument[]): FileDialect {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  if (name === configFileName) return 'config';
  if (helmTemplate(text) >= 0) return 'helm';
  if (/^kustomization(\.ya?ml)?$/i.test(name)) return 'kustomization';
  if (/^(chart|values|requirements)\.ya?ml$/i.test(name) && !documents.some((each) => hasKind(each.value))) return 'other';
  const values = documents.map((each) => each.value).filter((value) => value !== undefined);
  if (values.length === 0) return 'kubernetes';
  if (values.some(isKustomization)) return 'kustomization';
  if (values.some(isOurs)) return 'cluster';
  return values.some(isForKubernetes) ? 'kubernetes' : 'other';
}

function isOurs(value: unknown): boolean {
  return isObject(value) && value.apiVersion === clusterApiVersion && (value.kind === 'Cluster' || value.kind === 'Scenario');
}

function isKustomization(value: unknown): boolean {
  return isObject(value) && typeof value.apiVersion === 'string' && value.apiVersion.startsWith('kustomize.config.k8s.io/');
}

function hasKind(value: unknown): boolean {
  return isObject(value) && typeof value.kind === 'string';
}

/** Also a manifest of which only the beginning is written. */
function isForKubernetes(value: unknown): boolean {
  if (!isObject(value) || isForeign(value)) return false;
  const { apiVersion, kind } = value;
  if (apiVersion !== undefined && kind !== undefined) return true;
  const isKind = typeof kind === 'string' && /^[A-Z]/.test(kind);
  const others = Object.keys(value).filter((key) => key !== 'apiVersion' && key !== 'kind');
  const isKnownBody = others.every((key) => key === 'metadata' || key === 'spec' || key === 'status' || key === 'data');
  return isKind || ((apiVersion !== undefined || (others.length > 1 && 'metadata' in value && 'spec' in value)) && isKnownBody);
}

/** Files that borrow `apiVersion` and `kind` without being objects of a cluster. */
function isForeign({ apiVersion, kind }: JsonObject): boolean {
  if (typeof apiVersion !== 'string') return false;
  return (apiVersion === 'v1' && kind === 'Config') || apiVersion.startsWith('skaffold/');
}

/** The files that a kustomization uses as patches, as URIs. */
export function patchesOf(uri: string, documents: readonly YamlDocument[]): readonly string[] {
  return documents.flatMap(({ value }) => {
    if (!isObject(value)) return [];
    const lists: readonly unknown[] = [value.patches, value.patchesStrategicMerge, value.patchesJson6902];
    const listed = lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
    const paths = listed.map((patch) => (isObject(patch) ? patch.path : patch)).filter((path) => typeof path === 'string');
    return paths.filter((path) => !path.includes('\n')).map((path) => resolveUri(uri, path));
  });
}

/** A relative path from the folder of a file. */
function resolveUri(base: string, path: string): string {
  const parts = base.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(encodeURIComponent(part).replaceAll('%40', '@'));
  }
  return parts.join('/');
}
