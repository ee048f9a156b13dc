import { taint as taintNode } from '../../cluster/kubectl/taint.ts';
import { taintProblems } from '../../validation/cluster-file.ts';
import { outcomeOf } from '../world.ts';
import type { StepKind } from './step.ts';

/** Replaces a node's own taints; those of the control plane stay. */
export const taint: StepKind<'taint'> = {
  name: 'taint',
  problems: ({ taints }, path) =>
    taintProblems(taints).map(({ path: below, message }) => ({ path: [...path, 'taints', ...below], message })),
  run: ({ node, taints }, { cluster }) => outcomeOf(taintNode(cluster, node, taints)),
};
