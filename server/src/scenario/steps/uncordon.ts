import { cordon as cordonNode } from '../../cluster/kubectl/node.ts';
import { nodeRef, outcomeOf } from '../world.ts';
import { noProblems, type StepKind } from './step.ts';

/** `kubectl uncordon`. */
export const uncordon: StepKind<'uncordon'> = {
  name: 'uncordon',
  problems: noProblems,
  run: ({ node }, { cluster }) => outcomeOf(cordonNode(cluster, nodeRef(node), false)),
};
