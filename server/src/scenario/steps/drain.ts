import { drain as drainNode } from '../../cluster/kubectl/node.ts';
import { nodeRef, outcomeOf } from '../world.ts';
import { noProblems, type StepKind } from './step.ts';

/** `kubectl drain`; it waits until the pods are gone, and is refused where a budget holds them for ten minutes. */
export const drain: StepKind<'drain'> = {
  name: 'drain',
  problems: noProblems,
  run: ({ node }, { cluster, shouldStop }) => outcomeOf(drainNode(cluster, nodeRef(node), shouldStop)),
};
