import { done, failure } from '../../cluster/kubectl/result.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOf } from './step.ts';

/** `kubectl delete --wait=false`. */
export const deletion: StepKind<'delete'> = {
  name: 'delete',
  problems: targetOf,
  run: (value, { cluster, ...world }) =>
    withTarget({ cluster, ...world }, value, (ref) => {
      const { gracePeriodSeconds, propagationPolicy = 'Background' } = value;
      const outcome = cluster.api.delete(
        { ref, propagationPolicy, ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }) },
        'kubectl',
      );
      return outcome.ok ? done('deleted') : failure(`Error from server (${outcome.error.reason}): ${outcome.error.message}`);
    }),
};
