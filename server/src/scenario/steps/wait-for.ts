import { expectationProblems } from '../expectations/index.ts';
import { parseDuration } from '../duration.ts';
import type { StepKind } from './step.ts';
import { durationProblems } from './time.ts';

const defaultLimitMs = 600_000;
/** How exactly the moment is found. */
const stepMs = 50;

/** Lets time pass until these hold, as `kubectl wait` does. */
export const waitFor: StepKind<'waitFor'> = {
  name: 'waitFor',
  problems: ({ expect, limit }, path, { kinds }) => [
    ...expectationProblems(expect, kinds, [...path, 'expect']),
    ...(limit === undefined ? [] : durationProblems(limit, [...path, 'limit'])),
  ],
  run({ expect, limit }, { cluster, judge, shouldStop }, path) {
    const until = cluster.now + (parseDuration(limit ?? '') ?? defaultLimitMs);
    for (;;) {
      const failures = judge(expect, [...path, 'expect']);
      if (failures.length === 0) return {};
      if (cluster.now >= until || cluster.advance(stepMs, shouldStop) === 'stopped') return { failures };
    }
  },
};
