import { setImage as setImageOf } from '../../cluster/kubectl/set-image.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOf } from './step.ts';

/** `kubectl set image`. */
export const setImage: StepKind<'setImage'> = {
  name: 'setImage',
  problems: targetOf,
  run: (value, world) => withTarget(world, value, (ref) => setImageOf(world.cluster, ref, value.container ?? '*', value.image)),
};
