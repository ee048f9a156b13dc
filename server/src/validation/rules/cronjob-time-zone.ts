import { isTimeZone } from '../../kubernetes/time-zone.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const badPart = (part: string): boolean =>
  part === '.' || part === '..' || part.startsWith('-') || !/^[A-Za-z.\-_0-9+]{1,14}$/.test(part);

/** Source: pkg/apis/batch/validation/validation.go (validateTimeZone) */
export default defineRule({
  id: 'cronjob-time-zone',
  covers: ['CJ-03'],
  summary: 'The time zone of a CronJob is a name of the time zone database.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones',
  severity: 'error',
  on: 'batch.v1.CronJobSpec',
  *check({ timeZone }, site) {
    if (timeZone === undefined) return;
    const path = site.at('timeZone');
    if (timeZone === '') {
      yield invalid(path, timeZone, 'timeZone must be nil or non-empty string');
    } else if (timeZone.split('/').some(badPart)) {
      yield invalid(path, timeZone, `unknown time zone ${timeZone}`);
    } else {
      if (timeZone.toLowerCase() === 'local') {
        yield invalid(path, timeZone, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones');
      }
      if (timeZone !== 'Local' && !isTimeZone(timeZone)) yield invalid(path, timeZone, `unknown time zone ${timeZone}`);
    }
  },
});
