import type { YamlDocument } from '../yaml/document.ts';
import { isObject } from './objects.ts';

/** What a kustomization adds to, and does with, the objects that it lists. Source: https://kubectl.docs.kubernetes.io/references/kustomize/ */
export interface Kustomization {
  /** ConfigMaps and Secrets that its generators make, as `ConfigMap/settings`. */
  readonly generated: ReadonlySet<string>;
  /** What it puts before and behind every name. */
  readonly prefix: string;
  readonly suffix: string;
  /** Whether it puts all objects into a namespace. */
  readonly setsNamespace: boolean;
}

export function kustomizationOf(documents: readonly YamlDocument[]): Kustomization {
  const values = documents.map(({ value }) => value).filter(isObject);
  const namesIn = (field: string): readonly string[] =>
    values.flatMap((value) => {
      const list: unknown = value[field];
      const entries = Array.isArray(list) ? (list as readonly unknown[]) : [];
      return entries.flatMap((entry) => (isObject(entry) && typeof entry.name === 'string' ? [entry.name] : []));
    });
  const text = (field: string): string => values.map((value) => value[field]).find((each) => typeof each === 'string') ?? '';
  return {
    generated: new Set([
      ...namesIn('configMapGenerator').map((name) => `ConfigMap/${name}`),
      ...namesIn('secretGenerator').map((name) => `Secret/${name}`),
    ]),
    prefix: text('namePrefix'),
    suffix: text('nameSuffix'),
    setsNamespace: text('namespace') !== '',
  };
}

/** The name before a kustomization put something around it; undefined if it could not have. */
export function nameBefore({ prefix, suffix }: Kustomization, name: string): string | undefined {
  const isLonger = name.length > prefix.length + suffix.length;
  return isLonger && name.startsWith(prefix) && name.endsWith(suffix)
    ? name.slice(prefix.length, name.length - suffix.length)
    : undefined;
}
