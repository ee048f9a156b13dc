import { recoverNode as recover } from '../../cluster/accidents.ts';
import { nodeRef, outcomeOf } from '../world.ts';
import { noProblems, type StepKind } from './step.ts';

/** A machine that died is back. */
export const recoverNode: StepKind<'recoverNode'> = {
  name: 'recoverNode',
  problems: noProblems,
  run: ({ node }, { cluster }) => outcomeOf(recover(cluster, nodeRef(node))),
};
