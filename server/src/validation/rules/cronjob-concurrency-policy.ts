import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const policies = ['Allow', 'Forbid', 'Replace'];

/** Source: pkg/apis/batch/validation/validation.go (validateConcurrencyPolicy) */
export default defineRule({
  id: 'cronjob-concurrency-policy',
  covers: ['CJ-04'],
  summary: 'A CronJob allows, forbids or replaces a Job that still runs when the next is due.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
  severity: 'error',
  on: 'batch.v1.CronJobSpec',
  *check({ concurrencyPolicy = 'Allow' }, site) {
    if (!policies.includes(concurrencyPolicy)) yield unsupported(site.at('concurrencyPolicy'), concurrencyPolicy, policies);
  },
});
