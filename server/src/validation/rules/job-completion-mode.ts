import { invalid, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const modes = ['NonIndexed', 'Indexed'];
const requiresIndexed = 'requires indexed completion mode';
const mostParallel = 100_000;

/** Source: pkg/apis/batch/validation/validation.go (validateJobSpec) */
export default defineRule({
  id: 'job-completion-mode',
  covers: ['JOB-03', 'JOB-05'],
  summary: 'An Indexed Job says how many completions it has; limits per index go with no other Job.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode',
  severity: 'error',
  on: 'batch.v1.JobSpec',
  *check(spec, site) {
    const { completionMode = 'NonIndexed', completions, parallelism = 0, backoffLimitPerIndex, maxFailedIndexes } = spec;
    if (maxFailedIndexes !== undefined && backoffLimitPerIndex === undefined) {
      yield required(site.at('backoffLimitPerIndex'), 'when maxFailedIndexes is specified');
    }
    if (!modes.includes(completionMode)) yield unsupported(site.at('completionMode'), completionMode, modes);
    if (completionMode === 'Indexed') {
      if (completions === undefined) yield required(site.at('completions'), 'when completion mode is Indexed');
      if (parallelism > mostParallel) {
        const detail = `must be less than or equal to ${mostParallel} when completion mode is Indexed`;
        yield invalid(site.at('parallelism'), parallelism, detail);
      }
      if (maxFailedIndexes !== undefined && completions !== undefined && maxFailedIndexes > completions) {
        yield invalid(site.at('maxFailedIndexes'), maxFailedIndexes, 'must be less than or equal to completions');
      }
    }
    if (completionMode === 'NonIndexed') {
      if (backoffLimitPerIndex !== undefined)
        yield invalid(site.at('backoffLimitPerIndex'), backoffLimitPerIndex, requiresIndexed);
      if (maxFailedIndexes !== undefined) yield invalid(site.at('maxFailedIndexes'), maxFailedIndexes, requiresIndexed);
    }
  },
});
