import { label as labelObject } from '../../cluster/kubectl/label.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOf } from './step.ts';

/** `kubectl label --overwrite`. */
export const label: StepKind<'label'> = {
  name: 'label',
  problems(value, path, context) {
    const isEmpty = value.labels === undefined && value.remove === undefined;
    return [
      ...targetOf(value, path, context),
      ...(isEmpty ? [{ path, message: 'say which labels to set, or which to remove' }] : []),
    ];
  },
  run: (value, world) => withTarget(world, value, (ref) => labelObject(world.cluster, ref, value.labels ?? {}, value.remove)),
};
