import { expectationProblems } from '../expectations/index.ts';
import type { StepKind } from './step.ts';

/** These must hold at this point. */
export const expect: StepKind<'expect'> = {
  name: 'expect',
  problems: (expectations, path, { kinds }) => expectationProblems(expectations, kinds, path),
  run: (expectations, world, path) => ({ failures: world.judge(expectations, path) }),
};
