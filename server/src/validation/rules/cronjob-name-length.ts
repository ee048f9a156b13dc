import { byteLength } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** The controller appends 11 characters to name a Job, of which 63 are allowed. */
const longestName = 52;

/** Source: pkg/apis/batch/validation/validation.go (ValidateCronJobCreate) */
export default defineRule({
  id: 'cronjob-name-length',
  covers: ['CJ-01'],
  summary: 'A CronJob has a name of at most 52 characters, so that its Jobs can be named after it.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#writing-a-cronjob-spec',
  severity: 'error',
  on: 'batch.v1.CronJob',
  *check({ metadata }) {
    const name = metadata?.name ?? '';
    if (byteLength(name) > longestName) yield invalid(['metadata', 'name'], name, 'must be no more than 52 characters');
  },
});
