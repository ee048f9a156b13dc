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
  // A cluster asks for few kinds of the many, and for those all the time.
  const known = new Map<string, ServedKind>();
  return (kind) => {
    let served = known.get(kind);
    if (!served) {
      served = findKind(structure, kind) ?? unknownKind(kind);
      known.set(kind, served);
    }
    return served;
  };
}

function findKind({ kinds }: Structure, kind: string): ServedKind | undefined {
  let best: ServedKind | undefined;
  for (const key in kinds) {
    const info = kinds[key];
    if (!info || !key.endsWith(`/${kind}`)) continue;
    const apiVersion = key.slice(0, -kind.length - 1);
    const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0] ?? ''}` : '';
    const served = {
      apiVersion,
      kind,
      namespaced: info.namespaced,
      groupResource: `${info.resource}${group}`,
      printed: `${kind.toLowerCase()}${group}`,
    };
    if (!best || rank(served) < rank(best)) best = served;
  }
  return best;
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
