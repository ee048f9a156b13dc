import type { RemovedVersion } from './removed-versions.ts';
import { removedGroups, removedVersion } from './removed-versions.ts';
import type { Structure } from './structure.ts';
import { kindKey } from './structure.ts';
import { nearest } from './suggest.ts';
import { type Releases, whereKnown } from './versions.ts';

/** What the API server would make of an apiVersion and kind. */
export type KindClass =
  | { readonly class: 'served' }
  | { readonly class: 'removed'; readonly message: string; readonly removed: RemovedVersion }
  | { readonly class: 'unknown-builtin'; readonly message: string; readonly suggestion?: KindName; readonly note?: string }
  /** Of a group that Kubernetes itself does not know: a custom resource, whose shape only its definition tells. */
  | { readonly class: 'custom' };

/** What was likely meant instead. */
export interface KindName {
  readonly apiVersion: string;
  readonly kind: string;
}

export function classifyKind(
  structure: Structure,
  releases: Releases,
  customKinds: readonly KindName[],
  apiVersion: string,
  kind: string,
): KindClass {
  const key = kindKey(apiVersion, kind);
  if (structure.kinds[key] || customKinds.some((each) => each.apiVersion === apiVersion && each.kind === kind)) {
    return { class: 'served' };
  }
  const message = `no matches for kind "${kind}" in version "${apiVersion}"`;
  const removed = removedVersion(apiVersion, kind);
  if (removed) return { class: 'removed', message, removed };
  const group = groupOf(apiVersion);
  const otherVersion = customKinds.find((each) => each.kind === kind && groupOf(each.apiVersion) === group);
  if (otherVersion) {
    return { class: 'unknown-builtin', message, suggestion: { apiVersion: otherVersion.apiVersion, kind } };
  }
  const versions = whereKnown(releases, ({ kinds }) => kinds[key] !== undefined);
  const note = versions === undefined ? {} : { note: `${kind} (${apiVersion}) is served by ${versions}.` };
  if (versions === undefined && !isBuiltInGroup(structure, group)) return { class: 'custom' };
  const suggestion = suggest(structure, apiVersion, kind);
  return { class: 'unknown-builtin', message, ...(suggestion && { suggestion }), ...note };
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** A group without a dot cannot be one of custom resources. */
function isBuiltInGroup(structure: Structure, group: string): boolean {
  if (!group.includes('.') || removedGroups.has(group)) return true;
  return Object.keys(structure.kinds).some((key) => key.startsWith(`${group}/`));
}

/** The same kind in another version or group, else a kind of a like name in the same version. */
function suggest(structure: Structure, apiVersion: string, kind: string): KindName | undefined {
  const names = Object.keys(structure.kinds).map((key) => {
    const slash = key.lastIndexOf('/');
    return { apiVersion: key.slice(0, slash), kind: key.slice(slash + 1) };
  });
  const sameKind = names.filter((name) => name.kind === kind);
  const wanted = nearest(
    apiVersion,
    sameKind.map((name) => name.apiVersion),
  );
  const stable =
    sameKind.find((name) => name.apiVersion === wanted) ?? sameKind.find((name) => /(^|\/)v\d+$/.test(name.apiVersion));
  if (stable ?? sameKind[0]) return stable ?? sameKind[0];
  const inVersion = names.filter((name) => name.apiVersion === apiVersion);
  const near = nearest(
    kind,
    inVersion.map((name) => name.kind),
  );
  return inVersion.find((name) => name.kind === near);
}
