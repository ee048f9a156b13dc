import type { FieldPath } from '../kubernetes/path.ts';
import type { Schema, ServedKind } from '../schema/index.ts';
import { kindKey } from '../schema/structure.ts';

/** Finds kinds as people name them. */
export interface Kinds {
  /** By kind, resource or short name, in any case; of several groups the stable one wins. */
  find(word: string): ServedKind | undefined;
  /** Whether objects of the kind have a field at the path; of a list, any item stands for all. */
  hasField(kind: ServedKind, path: FieldPath): boolean;
}

export function kindsOf(schema: Schema): Kinds {
  return {
    find(word) {
      const found = schema.find(word).filter(({ apiVersion }) => !apiVersion.startsWith('drydock.dev/'));
      return found.toSorted((a, b) => rank(a) - rank(b))[0];
    },
    hasField: ({ apiVersion, kind }, path) => schema.typeAt(kindKey(apiVersion, kind), path) !== undefined,
  };
}

function rank({ apiVersion }: ServedKind): number {
  const isCore = !apiVersion.includes('/');
  const isStable = /(^|\/)v\d+$/.test(apiVersion);
  // events.k8s.io repeats a core kind.
  return (isStable ? 0 : 2) + (isCore ? 0 : 1);
}
