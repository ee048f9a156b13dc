/** One question to a function and the answer that Kubernetes gave. */
export interface Answer {
  readonly in: unknown;
  readonly out: unknown;
}

/** A function of ours that must answer as Kubernetes does. */
export interface Comparison {
  /** Name of its recording in `golden/functions`. */
  readonly recording: string;
  readonly what: string;
  readonly ours: (question: unknown, theirs: unknown) => unknown;
  /** Whether it is known that our answer differs, as KNOWN.md says with the reason. */
  readonly known?: (question: unknown, theirs: unknown) => boolean;
}

export function comparison<Q, A>(
  recording: string,
  what: string,
  ours: (question: Q, theirs: A) => unknown,
  known?: (question: Q, theirs: A) => boolean,
): Comparison {
  return {
    recording,
    what,
    ours: ours as Comparison['ours'],
    ...(known && { known: known as NonNullable<Comparison['known']> }),
  };
}
