import { evict as evictPod } from '../../cluster/kubectl/evict.ts';
import { done, failure } from '../../cluster/kubectl/result.ts';
import { withTarget } from '../world.ts';
import { type StepKind, targetOfKind } from './step.ts';

/** A request to the eviction subresource: a PodDisruptionBudget may refuse it. */
export const evict: StepKind<'evict'> = {
  name: 'evict',
  problems: targetOfKind('evicted', ['Pod']),
  run: (value, world) =>
    withTarget(world, value, (ref) => {
      const outcome = evictPod(world.cluster, ref);
      return outcome.ok ? done('evicted') : failure(outcome.error.message);
    }),
};
