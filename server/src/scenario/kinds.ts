import type { Schema, ServedKind } from '../schema/index.ts';

/** Finds kinds as people name them. */
export interface Kinds {
  /** By kind, resource or short name, in any case; of several groups the stable one wins. */
  find(word: string): ServedKind | undefined;
}

export function kindsOf(schema: Schema): Kinds {
  return {
    find(word) {
      const found = schema.find(word).filter(({ apiVersion }) => !apiVersion.startsWith('drydock.dev/'));
      return found.toSorted((a, b) => rank(a) - rank(b))[0];
    },
  };
}

function rank({ apiVersion }: ServedKind): number {
  const isCore = !apiVersion.includes('/');
  const isStable = /(^|\/)v\d+$/.test(apiVersion);
  // events.k8s.io repeats a core kind.
  return (isStable ? 0 : 2) + (isCore ? 0 : 1);
}
