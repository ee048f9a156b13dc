import { expect, it, vi } from 'vitest';
import { comparisons } from './functions.ts';
import { disagreements, recorded } from './golden.ts';

/** Thousands of templates take their time on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

/** Kubernetes' own answers to generated questions; `npm run reference` records them. */
it.each(comparisons)('answers as Kubernetes does: $what', (comparison) => {
  const answers = recorded(comparison.recording);
  const found = disagreements(comparison, answers);
  const surprising = found.filter(({ question, theirs }) => comparison.known?.(question, theirs) !== true);
  expect(surprising.length > 3 ? [`${surprising.length} of ${answers.length}`, ...surprising.slice(0, 3)] : surprising).toEqual(
    [],
  );
});

it.each(comparisons.filter(({ known }) => known !== undefined))('still differs where it says so: $what', (comparison) => {
  const known = recorded(comparison.recording).filter((answer) => comparison.known?.(answer.in, answer.out) === true);
  expect(disagreements(comparison, known)).not.toEqual([]);
});

it('notices an answer that is not Kubernetes’', () => {
  for (const comparison of comparisons) {
    const [first] = recorded(comparison.recording);
    expect(disagreements(comparison, [{ in: first?.in, out: { another: 'answer' } }])).toHaveLength(1);
  }
});
