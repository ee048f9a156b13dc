import { mergePatch } from '../kubernetes/json-patch.ts';
import type { FieldShape, Structure } from './structure.ts';

/** The minor versions of Kubernetes that manifests can be judged by, oldest first. */
export const kubernetesVersions = ['1.34', '1.35', '1.36', '1.37'] as const;

export type KubernetesVersion = (typeof kubernetesVersions)[number];

/** The version that is judged by when none is chosen, and for which the rules and the emulator are measured. */
export const newestVersion: KubernetesVersion = '1.37';

/** The version that a text names; undefined for any other text. */
export function versionNamed(text: unknown): KubernetesVersion | undefined {
  return kubernetesVersions.find((version) => version === text);
}

/** `1.36` for a structure of 1.36.3; the newest for a version that is none of ours. */
export function minorOf({ kubernetesVersion }: Pick<Structure, 'kubernetesVersion'>): KubernetesVersion {
  return versionNamed(kubernetesVersion.split('.').slice(0, 2).join('.')) ?? newestVersion;
}

/** Whether a version is older than another. */
export function isBefore(version: KubernetesVersion, other: KubernetesVersion): boolean {
  return kubernetesVersions.indexOf(version) < kubernetesVersions.indexOf(other);
}

/**
 * The structure of the release before, made of the next newer one by what `kubernetes-<version>.patch.json` says. What it
 * does not touch is shared. Fields come in the order of their names, as the generator writes them.
 */
export function olderStructure(newer: Structure, patch: unknown): Structure {
  const { kubernetesVersion, kinds, types } = mergePatch(newer, patch) as Structure;
  const touched = new Set(Object.keys((patch as Partial<Structure>).types ?? {}));
  const inOrder = (name: string, shape: FieldShape): FieldShape =>
    shape.properties && touched.has(name) ? { ...shape, properties: sorted(shape.properties) } : shape;
  return {
    kubernetesVersion,
    kinds: sorted(kinds),
    types: Object.fromEntries(Object.entries(sorted(types)).map(([name, shape]) => [name, inOrder(name, shape)])),
  };
}

function sorted<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The structures of all versions, oldest first; asked for only when something is unknown in the chosen one. */
export type Releases = () => readonly Structure[];

/** `Kubernetes 1.36 and newer`, where some of our versions have a thing and others do not; undefined if none or all have it. */
export function whereKnown(releases: Releases, isKnown: (structure: Structure) => boolean): string | undefined {
  const all = releases();
  const having = all.filter(isKnown);
  const [first] = having;
  const last = having.at(-1);
  if (!first || !last || having.length === all.length) return undefined;
  const from = minorOf(first);
  const to = minorOf(last);
  if (last === all.at(-1)) return `Kubernetes ${from} and newer`;
  if (first === all[0]) return `Kubernetes ${to} and older`;
  return from === to ? `Kubernetes ${from} only` : `Kubernetes ${from} to ${to}`;
}
