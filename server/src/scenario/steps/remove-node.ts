import { removeNode as remove } from '../../cluster/accidents.ts';
import { outcomeOf } from '../world.ts';
import { noProblems, type StepKind } from './step.ts';

/** A machine is gone for good, and its Node with it. */
export const removeNode: StepKind<'removeNode'> = {
  name: 'removeNode',
  problems: noProblems,
  run: ({ node }, { cluster }) => outcomeOf(remove(cluster, node)),
};
