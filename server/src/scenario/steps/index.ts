import type { FieldPath } from '../../kubernetes/path.ts';
import type { Problem, Step } from '../types.ts';
import type { StepOutcome, World } from '../world.ts';
import { addNode } from './add-node.ts';
import { advance } from './advance.ts';
import { always } from './always.ts';
import { applyFile } from './apply-file.ts';
import { apply } from './apply.ts';
import { behave } from './behave.ts';
import { cordon } from './cordon.ts';
import { crash } from './crash.ts';
import { deletion } from './delete.ts';
import { drain } from './drain.ts';
import { evict } from './evict.ts';
import { expect } from './expect.ts';
import { failNode } from './fail-node.ts';
import { label } from './label.ts';
import { patch } from './patch.ts';
import { pause } from './pause.ts';
import { recoverNode } from './recover-node.ts';
import { removeNode } from './remove-node.ts';
import { restart } from './restart.ts';
import { resume } from './resume.ts';
import { scale } from './scale.ts';
import { setImage } from './set-image.ts';
import { settle } from './settle.ts';
import type { ReadingContext, StepKind } from './step.ts';
import { taint } from './taint.ts';
import { uncordon } from './uncordon.ts';
import { undo } from './undo.ts';
import { waitFor } from './wait-for.ts';

type AnyStepKind = { [Name in keyof Required<Step>]: StepKind<Name> };

/** Every step kind under its name. */
const kinds: AnyStepKind = {
  apply,
  applyFile,
  patch,
  delete: deletion,
  scale,
  setImage,
  pause,
  resume,
  restart,
  undo,
  cordon,
  uncordon,
  drain,
  failNode,
  recoverNode,
  removeNode,
  addNode,
  taint,
  label,
  evict,
  crash,
  behave,
  advance,
  settle,
  waitFor,
  expect,
  always,
};

export type { ReadingContext } from './step.ts';

/** The one thing that a step does; undefined where it has none or several. */
export function stepName(step: Step): keyof Step | undefined {
  const names = Object.keys(step) as (keyof Step)[];
  return names.length === 1 ? names[0] : undefined;
}

export function stepProblems(step: Step, path: FieldPath, context: ReadingContext): readonly Problem[] {
  const name = stepName(step);
  if (name === undefined) return [{ path, message: `a step does exactly one thing: ${Object.keys(kinds).join(', ')}` }];
  const kind = kinds[name] as StepKind<typeof name>;
  return kind.problems(step[name] as never, [...path, name], context);
}

export function runStep(step: Step, world: World, path: FieldPath): StepOutcome {
  const name = stepName(step);
  if (name === undefined) return {};
  const kind = kinds[name] as StepKind<typeof name>;
  return kind.run(step[name] as never, world, [...path, name]);
}
