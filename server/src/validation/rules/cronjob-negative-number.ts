import { nonNegative } from '../numbers.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/batch/validation/validation.go (validateCronJobSpec) */
export default defineRule({
  id: 'cronjob-negative-number',
  covers: ['CJ-04'],
  summary: 'Deadline and history limits of a CronJob are not negative.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits',
  severity: 'error',
  on: 'batch.v1.CronJobSpec',
  check: (spec, site) =>
    nonNegative(spec, site, ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit']),
});
