import { pause as pauseRollout } from '../../cluster/kubectl/rollout.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOfKind } from './step.ts';

/** `kubectl rollout pause`. */
export const pause: StepKind<'pause'> = {
  name: 'pause',
  problems: targetOfKind('paused', ['Deployment']),
  run: (value, world) => withTarget(world, value, (ref) => pauseRollout(world.cluster, ref, true)),
};
