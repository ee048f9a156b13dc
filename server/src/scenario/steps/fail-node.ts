import { failNode as fail } from '../../cluster/accidents.ts';
import { nodeRef, outcomeOf } from '../world.ts';
import { noProblems, type StepKind } from './step.ts';

/** A machine dies. */
export const failNode: StepKind<'failNode'> = {
  name: 'failNode',
  problems: noProblems,
  run: ({ node }, { cluster }) => outcomeOf(fail(cluster, nodeRef(node))),
};
