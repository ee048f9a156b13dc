import { undo as undoRollout } from '../../cluster/kubectl/rollout.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOfKind } from './step.ts';

/** `kubectl rollout undo`. */
export const undo: StepKind<'undo'> = {
  name: 'undo',
  problems: targetOfKind('rolled back', ['Deployment', 'DaemonSet', 'StatefulSet']),
  run: (value, world) => withTarget(world, value, (ref) => undoRollout(world.cluster, ref, value.toRevision)),
};
