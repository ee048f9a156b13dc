import { applyText, manifestProblems } from './manifests.ts';
import type { StepKind } from './step.ts';

/** Manifests in the scenario itself. */
export const apply: StepKind<'apply'> = {
  name: 'apply',
  problems: manifestProblems,
  run: applyText,
};
