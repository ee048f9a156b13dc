import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { deepEqual } from '../../server/src/kubernetes/equality.ts';
import type { Answer, Comparison } from './functions-comparison.ts';

/** The recorded answers of a function of Kubernetes, in `golden/functions/<name>.jsonl.gz`. */
export function recorded(name: string): Answer[] {
  const zipped = readFileSync(new URL(`golden/functions/${name}.jsonl.gz`, import.meta.url));
  return gunzipSync(zipped)
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

export interface Disagreement {
  readonly question: unknown;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Every question to which our answer is not Kubernetes'. */
export function disagreements({ ours }: Comparison, answers: readonly Answer[]): Disagreement[] {
  return answers.flatMap(({ in: question, out: theirs }) => {
    const own = ours(question, theirs);
    return deepEqual(own, theirs) ? [] : [{ question, ours: own, theirs }];
  });
}

/** How many of all recorded answers are ours too. */
export function functionAgreement(comparisons: readonly Comparison[]): { readonly agree: number; readonly total: number } {
  const counts = comparisons.map((comparison) => {
    const answers = recorded(comparison.recording);
    return { total: answers.length, differing: disagreements(comparison, answers).length };
  });
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  return { agree: total - counts.reduce((sum, { differing }) => sum + differing, 0), total };
}
