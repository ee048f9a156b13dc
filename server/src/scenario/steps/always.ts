import { expectationProblems } from '../expectations/index.ts';
import type { StepKind } from './step.ts';

/** From here on these must hold at every moment. */
export const always: StepKind<'always'> = {
  name: 'always',
  problems: (expectations, path, { kinds }) => expectationProblems(expectations, kinds, path),
  run(expectations, world, path) {
    world.watch(expectations, path);
    return {};
  },
};
