import { cordon as cordonNode } from '../../cluster/kubectl/node.ts';
import { nodeRef, outcomeOf } from '../world.ts';
import { noProblems, type StepKind } from './step.ts';

/** `kubectl cordon`. */
export const cordon: StepKind<'cordon'> = {
  name: 'cordon',
  problems: noProblems,
  run: ({ node }, { cluster }) => outcomeOf(cordonNode(cluster, nodeRef(node), true)),
};
