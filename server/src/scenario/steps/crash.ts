import { crash as crashContainer } from '../../cluster/accidents.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOfKind } from './step.ts';

const targetOfPod = targetOfKind('crashed', ['Pod']);

/** A container's process ends by itself. */
export const crash: StepKind<'crash'> = {
  name: 'crash',
  problems(value, path, context) {
    const { exitCode } = value;
    const isCode = exitCode === undefined || (Number.isInteger(exitCode) && exitCode >= 0 && exitCode <= 255);
    return [
      ...targetOfPod(value, path, context),
      ...(isCode ? [] : [{ path: [...path, 'exitCode'], message: 'exit codes are 0 to 255' }]),
    ];
  },
  run: (value, world) =>
    withTarget(world, value, (ref) => crashContainer(world.cluster, ref, value.container, value.exitCode ?? 1)),
};
