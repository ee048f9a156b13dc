import { undo as undoRollout } from '../../cluster/kubectl/rollout.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOf } from './step.ts';

/** `kubectl rollout undo`. */
export const undo: StepKind<'undo'> = {
  name: 'undo',
  problems: targetOf,
  run: (value, world) => withTarget(world, value, (ref) => undoRollout(world.cluster, ref, value.toRevision)),
};
