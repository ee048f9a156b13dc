import { noProblems, type StepKind } from './step.ts';

/** From now on an image behaves so. */
export const behave: StepKind<'behave'> = {
  name: 'behave',
  problems: noProblems,
  run(behavior, { cluster }) {
    cluster.behave(behavior);
    return {};
  },
};
