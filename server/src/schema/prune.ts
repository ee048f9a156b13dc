import type { ShapeProblem } from './check.ts';

/** A value to be left out, with what lies below it. */
interface Cut {
  readonly below: Map<string | number, Cut>;
  isCut: boolean;
}

/** Copies a value without nulls and without what the problems say is unknown or of the wrong type. */
export function pruneValue(value: unknown, problems: readonly ShapeProblem[]): unknown {
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
  return root.isCut ? undefined : copy(value, root);
}

function copy(value: unknown, cut: Cut | undefined): unknown {
  if (Array.isArray(value)) return copyList(value, cut);
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value)) {
    const below = cut?.below.get(key);
    if (each === null || below?.isCut) continue;
    result[key] = copy(each, below);
  }
  return result;
}

/** Items keep their indexes, for findings name them: what is cut out of a list leaves an empty place. */
function copyList(list: readonly unknown[], cut: Cut | undefined): unknown[] {
  const isCut = (index: number) => cut?.below.get(index)?.isCut ?? false;
  const sample = list.find((item, index) => item !== null && !isCut(index));
  return list.map((item, index) => (item === null || isCut(index) ? emptyLike(sample) : copy(item, cut?.below.get(index))));
}

/** As the decoder leaves an item it could not read: the zero value of its type. */
function emptyLike(sample: unknown): unknown {
  if (typeof sample === 'object' && sample !== null) return Array.isArray(sample) ? [] : {};
  if (typeof sample === 'number' || typeof sample === 'bigint') return 0;
  return typeof sample === 'boolean' ? false : '';
}
