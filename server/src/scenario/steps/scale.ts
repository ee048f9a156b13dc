import { scale as scaleObject } from '../../cluster/kubectl/scale.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOfKind } from './step.ts';

/** `kubectl scale`. */
export const scale: StepKind<'scale'> = {
  name: 'scale',
  problems: targetOfKind('scaled', ['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']),
  run: (value, world) => withTarget(world, value, (ref) => scaleObject(world.cluster, ref, value.replicas)),
};
