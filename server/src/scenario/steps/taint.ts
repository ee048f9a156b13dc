import { taint as taintNode } from '../../cluster/kubectl/taint.ts';
import { outcomeOf } from '../world.ts';
import { noProblems, type StepKind } from './step.ts';

/** Replaces a node's own taints; those of the control plane stay. */
export const taint: StepKind<'taint'> = {
  name: 'taint',
  problems: noProblems,
  run: ({ node, taints }, { cluster }) => outcomeOf(taintNode(cluster, node, taints)),
};
