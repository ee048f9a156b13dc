import { parse, stringify } from 'yaml';
import type { ScenarioFile, Step } from '../../server/src/scenario/types.ts';

type Tree = null | boolean | number | string | readonly Tree[] | { readonly [key: string]: Tree };

/**
 * Makes a scenario smaller for as long as it still fails: steps go first, many at a time, then whatever else can go, down to
 * single fields of manifests, and numbers fall. `fails` is asked at most `most` times.
 */
export function shrink(file: ScenarioFile, fails: (smaller: ScenarioFile) => boolean, most: number): ScenarioFile {
  let asked = 0;
  const still = (tree: Tree): boolean => {
    asked += 1;
    return asked <= most && fails(closed(tree));
  };
  let tree = open(file);
  for (;;) {
    const before = JSON.stringify(tree);
    tree = withFewerSteps(tree, still);
    for (const path of paths(tree)) {
      for (const smaller of smallerAt(tree, path)) {
        if (!still(smaller)) continue;
        tree = smaller;
        break;
      }
    }
    if (JSON.stringify(tree) === before || asked > most) return closed(tree);
  }
}

function withFewerSteps(tree: Tree, still: (tree: Tree) => boolean): Tree {
  let current = tree;
  for (let size = Math.ceil(stepsOf(current).length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = stepsOf(current).length - size; from >= 0; from -= size) {
      const smaller = put(current, ['spec', 'steps'], stepsOf(current).toSpliced(from, size));
      if (stepsOf(smaller).length > 0 && still(smaller)) current = smaller;
    }
  }
  return current;
}

function stepsOf(tree: Tree): readonly Tree[] {
  return get(tree, ['spec', 'steps']) as readonly Tree[];
}

/** Every place below `spec`, the last first: what is taken out never moves what is still to come. */
function paths(tree: Tree): readonly (readonly string[])[] {
  const below = (value: Tree, path: readonly string[]): (readonly string[])[] => {
    if (typeof value !== 'object' || value === null) return [path];
    return [...Object.entries(value).flatMap(([key, child]) => below(child as Tree, [...path, key])), path];
  };
  return below(get(tree, ['spec']), ['spec'])
    .filter((path) => path.length > 2)
    .toReversed();
}

/** Without what stands there; with a smaller number there. */
function* smallerAt(tree: Tree, path: readonly string[]): Generator<Tree> {
  const value = get(tree, path);
  if (value === undefined) return;
  const holder = get(tree, path.slice(0, -1));
  const key = path.at(-1) ?? '';
  const without = Array.isArray(holder)
    ? holder.toSpliced(Number(key), 1)
    : Object.fromEntries(Object.entries(holder ?? {}).filter(([other]) => other !== key));
  yield put(tree, path.slice(0, -1), without as Tree);
  if (typeof value !== 'number' || value <= 0) return;
  yield put(tree, path, Math.floor(value / 2));
  yield put(tree, path, value - 1);
}

function get(tree: Tree, path: readonly string[]): Tree {
  return path.reduce<Tree>((value, key) => Reflect.get(Object(value), key) as Tree, tree);
}

function put(tree: Tree, [key, ...rest]: readonly string[], value: Tree): Tree {
  if (key === undefined) return value;
  const changed = put(Reflect.get(Object(tree), key) as Tree, rest, value);
  return Array.isArray(tree) ? tree.with(Number(key), changed) : { ...(tree as object), [key]: changed };
}

/** Manifests as trees, to be made smaller like all else. */
function open(file: ScenarioFile): Tree {
  const steps = file.spec.steps.map((step) => (step.apply === undefined ? step : { apply: parse(step.apply) as unknown }));
  return { ...file, spec: { ...file.spec, steps } } as unknown as Tree;
}

function closed(tree: Tree): ScenarioFile {
  const file = tree as unknown as ScenarioFile;
  const steps = file.spec.steps.map((step): Step => {
    return step.apply === undefined || typeof step.apply === 'string' ? step : { apply: stringify(step.apply) };
  });
  return { ...file, spec: { ...file.spec, steps } };
}
