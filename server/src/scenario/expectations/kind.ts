import type { ObjectRef } from '../../kubernetes/object.ts';
import type { FieldPath } from '../../kubernetes/path.ts';
import type { Kinds } from '../kinds.ts';
import type { Moment } from '../moment.ts';
import type { Expectation, Problem } from '../types.ts';

/** What came of looking at one expectation at one moment. */
export interface Judgement {
  readonly holds: boolean;
  /** What is expected, in words: `deployment/web status.replicas is 3`. */
  readonly what: string;
  /** What is there instead. */
  readonly found: string;
  /** Nothing is there that could be judged: the object does not exist. `always` lets that pass. */
  readonly nothing?: boolean;
  /** Whom to ask for the cause. */
  readonly about?: readonly ObjectRef[];
}

/** One sort of expectation. */
export interface ExpectationKind {
  /** By this key of an expectation it is known. */
  readonly key: keyof Expectation;
  /** Other keys that may stand beside it. */
  readonly others: readonly (keyof Expectation)[];
  problems(expectation: Expectation, kinds: Kinds, path: FieldPath): readonly Problem[];
  check(expectation: Expectation, moment: Moment): Judgement;
  /** Writes of which kinds can change the answer; `events` for events, `all` for every write. */
  concerns(expectation: Expectation, kinds: Kinds): readonly string[] | 'events' | 'all';
}

export const comparisonKeys = ['is', 'not', 'atLeast', 'atMost', 'matches', 'exists'] as const;
export const objectKeys = ['namespace', 'selector', 'index'] as const;
