import type { FieldPath } from '../../kubernetes/path.ts';
import type { Kinds } from '../kinds.ts';
import { splitTarget, targetProblems } from '../target.ts';
import type { Problem, Step, Target } from '../types.ts';
import type { StepOutcome, World } from '../world.ts';

/** What a step may ask while it is read. */
export interface ReadingContext {
  readonly kinds: Kinds;
  /** Texts of the files beside the scenario, by the paths that it names them by; undefined for one that is not there. */
  readonly file: (path: string) => string | undefined;
}

/** One thing that a scenario can do. One step kind = one file, and one line in `index.ts`. */
export interface StepKind<Name extends keyof Step> {
  readonly name: Name;
  /** What can be said against the step without running it; `path` is that of the value. */
  problems(value: NonNullable<Step[Name]>, path: FieldPath, context: ReadingContext): readonly Problem[];
  run(value: NonNullable<Step[Name]>, world: World, path: FieldPath): StepOutcome;
}

/** For steps on one object: it must be named, or selected. */
export function targetOf(value: Target, path: FieldPath, { kinds }: ReadingContext): readonly Problem[] {
  return targetProblems(value.target, kinds, [...path, 'target'], value.selector === undefined);
}

/** The same, for what only some kinds can do; `what` is done to them, as in `paused`. */
export function targetOfKind(what: string, kinds: readonly string[]) {
  return (value: Target, path: FieldPath, context: ReadingContext): readonly Problem[] => {
    const problems = targetOf(value, path, context);
    const kind = context.kinds.find(splitTarget(value.target).kind)?.kind ?? '';
    if (problems.length > 0 || kinds.includes(kind)) return problems;
    return [{ path: [...path, 'target'], message: `a ${kind} cannot be ${what}; this can: ${kinds.join(', ')}` }];
  };
}

export const noProblems = (): readonly Problem[] => [];
