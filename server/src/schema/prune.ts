import type { FieldPath } from '../kubernetes/path.ts';
import type { ShapeProblem } from './check.ts';

/** A value to be left out, with what lies below it. */
interface Cut {
  readonly below: Map<string | number, Cut>;
  isCut: boolean;
}

/**
 * The value without nulls and without what the problems say is unknown or of the wrong type. List items keep their
 * indexes, for findings name them: an item that is left out becomes the zero value that the decoder leaves there, and so
 * does a null in a map. Where nothing is to be left out, nothing is copied.
 */
export function pruneValue(value: unknown, problems: readonly ShapeProblem[], types: PrunedTypes): unknown {
  if (problems.length === 0 && !holdsNull(value)) return value;
  const root = cutsOf(problems);
  return root.isCut ? undefined : new Pruner(types).copy(value, root, []);
}

function holdsNull(value: unknown): boolean {
  if (typeof value !== 'object') return false;
  if (value === null) return true;
  if (Array.isArray(value)) return value.some(holdsNull);
  for (const key in value) if (holdsNull((value as Readonly<Record<string, unknown>>)[key])) return true;
  return false;
}

/** What pruning needs to know of the types. */
export interface PrunedTypes {
  zeroAt(path: FieldPath): unknown;
  isMapAt(path: FieldPath): boolean;
}

function cutsOf(problems: readonly ShapeProblem[]): Cut {
  const root: Cut = { below: new Map(), isCut: false };
  for (const { code, path } of problems) {
    if (code !== 'unknown-field' && code !== 'wrong-type') continue;
    let cut = root;
    for (const part of path) {
      const next: Cut = cut.below.get(part) ?? { below: new Map(), isCut: false };
      cut.below.set(part, next);
      cut = next;
    }
    cut.isCut = true;
  }
  return root;
}

class Pruner {
  constructor(private readonly types: PrunedTypes) {}

  copy(value: unknown, cut: Cut | undefined, path: FieldPath): unknown {
    if (Array.isArray(value)) {
      return value.map((item, index) => {
        const below = cut?.below.get(index);
        const itemPath = [...path, index];
        return item === null || below?.isCut ? this.types.zeroAt(itemPath) : this.copy(item, below, itemPath);
      });
    }
    if (typeof value !== 'object' || value === null) return value;
    const kept = Object.entries(value).filter(([key]) => !cut?.below.get(key)?.isCut);
    const hasNulls = kept.some(([, each]) => each === null);
    const whole = hasNulls && this.types.isMapAt(path) ? kept : kept.filter(([, each]) => each !== null);
    return Object.fromEntries(whole.map(([key, each]) => [key, this.below(each, cut?.below.get(key), [...path, key])]));
  }

  private below(value: unknown, cut: Cut | undefined, path: FieldPath): unknown {
    return value === null ? this.types.zeroAt(path) : this.copy(value, cut, path);
  }
}
