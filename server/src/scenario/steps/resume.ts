import { pause as pauseRollout } from '../../cluster/kubectl/rollout.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOfKind } from './step.ts';

/** `kubectl rollout resume`. */
export const resume: StepKind<'resume'> = {
  name: 'resume',
  problems: targetOfKind('resumed', ['Deployment']),
  run: (value, world) => withTarget(world, value, (ref) => pauseRollout(world.cluster, ref, false)),
};
