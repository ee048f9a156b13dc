import { patch as patchObject } from '../../cluster/kubectl/patch.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOf } from './step.ts';

/** `kubectl patch`. */
export const patch: StepKind<'patch'> = {
  name: 'patch',
  problems(value, path, context) {
    const isList = Array.isArray(value.patch);
    const wantsList = value.type === 'json';
    const isMap = typeof value.patch === 'object' && value.patch !== null && !isList;
    const message = wantsList ? 'a JSON patch is a list of operations' : 'the patch is a map of fields';
    return [...targetOf(value, path, context), ...((wantsList ? isList : isMap) ? [] : [{ path: [...path, 'patch'], message }])];
  },
  run: (value, world) =>
    withTarget(world, value, (ref) => patchObject(world.cluster, ref, value.type ?? 'strategic', value.patch)),
};
