import { nonNegative } from '../numbers.ts';
import { defineRule } from '../rule.ts';

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];

/** Source: pkg/apis/batch/validation/validation.go (validateJobSpec) */
export default defineRule({
  id: 'job-negative-number',
  covers: ['JOB-01'],
  summary: 'Counts, limits and times of a Job are not negative.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#writing-a-job-spec',
  severity: 'error',
  on: 'batch.v1.JobSpec',
  check: (spec, site) => nonNegative(spec, site, counts),
});
