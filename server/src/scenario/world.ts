import type { Cluster } from '../cluster/cluster.ts';
import type { CommandResult } from '../cluster/kubectl/result.ts';
import type { ObjectRef } from '../kubernetes/object.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import type { Schema } from '../schema/index.ts';
import type { Kinds } from './kinds.ts';
import { resolveTarget } from './target.ts';
import type { Expectation, Failure, Target } from './types.ts';

/** What a step came to. Neither: it was done. */
export interface StepOutcome {
  /** What the API server or kubectl refused, in their words. */
  readonly refusals?: readonly string[];
  readonly failures?: readonly Failure[];
}

/** The cluster of a running scenario, and what steps may do beside acting on it. */
export interface World {
  readonly cluster: Cluster;
  readonly schema: Schema;
  readonly kinds: Kinds;
  /** Texts of the files that the scenario applies. */
  readonly files: ReadonlyMap<string, string>;
  /** Nodes that there have been: the next one's number. */
  nodeCount: number;
  /** Asked now and then by long runs; true when the run does too much to be sensible, or is not wanted any more. */
  readonly shouldStop: () => boolean;
  /** Judges expectations now. */
  readonly judge: (expectations: readonly Expectation[], path: FieldPath) => readonly Failure[];
  /** From now on these must hold at every moment. */
  readonly watch: (expectations: readonly Expectation[], path: FieldPath) => void;
  /** A failure of the step itself, now. */
  readonly failure: (path: FieldPath, what: string, found: string) => Failure;
}

export function outcomeOf({ message, failed }: CommandResult): StepOutcome {
  return failed ? { refusals: [message] } : {};
}

/** Does something to the object that a target means; a selector that finds nothing is a refusal. */
export function withTarget(world: World, target: Target, act: (ref: ObjectRef) => CommandResult): StepOutcome {
  const ref = resolveTarget(target, world.kinds, world.cluster.read);
  if (ref) return outcomeOf(act(ref));
  const labels = Object.entries(target.selector ?? {}).map(([key, value]) => `${key}=${value}`);
  return { refusals: [`there is no ${target.target} number ${target.index ?? 0} with ${labels.join(',')}`] };
}

export const nodeRef = (name: string): ObjectRef => ({ kind: 'Node', namespace: '', name });
