import type { Structure } from '../../schema/structure.ts';

/** What the API server knows of a kind by its bare name. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** As errors and kubectl name it: `deployments.apps`, `pods`. */
  readonly groupResource: string;
  /** As kubectl prints it: `deployment.apps`, `pod`. */
  readonly printed: string;
}

/** Finds kinds by bare name; of several groups the one whose objects the emulator keeps (the stable version) wins. */
export function servedKinds(structure: Structure): (kind: string) => ServedKind {
  const byKind = new Map<string, ServedKind>();
  for (const [key, info] of Object.entries(structure.kinds)) {
    const parts = key.split('/');
    const kind = parts.at(-1) ?? '';
    const apiVersion = parts.slice(0, -1).join('/');
    const group = parts.length === 3 ? `.${parts[0]}` : '';
    const served = {
      apiVersion,
      kind,
      namespaced: info.namespaced,
      groupResource: `${info.resource}${group}`,
      printed: `${kind.toLowerCase()}${group}`,
    };
    const existing = byKind.get(kind);
    if (!existing || rank(served) < rank(existing)) byKind.set(kind, served);
  }
  return (kind) => byKind.get(kind) ?? unknownKind(kind);
}

/** Core first, then stable versions, newest first. */
function rank({ apiVersion }: ServedKind): string {
  const version = apiVersion.split('/').at(-1) ?? '';
  const isStable = /^v\d+$/.test(version);
  return `${apiVersion.includes('/') ? 1 : 0}${isStable ? 0 : 1}${isStable ? 99 - Number(version.slice(1)) : 0}`;
}

function unknownKind(kind: string): ServedKind {
  const lower = kind.toLowerCase();
  return { apiVersion: '', kind, namespaced: true, groupResource: `${lower}s`, printed: lower };
}
