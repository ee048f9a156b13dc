import { restart as restartRollout } from '../../cluster/kubectl/rollout.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOfKind } from './step.ts';

/** `kubectl rollout restart`. */
export const restart: StepKind<'restart'> = {
  name: 'restart',
  problems: targetOfKind('restarted', ['Deployment', 'DaemonSet', 'StatefulSet']),
  run: (value, world) => withTarget(world, value, (ref) => restartRollout(world.cluster, ref)),
};
