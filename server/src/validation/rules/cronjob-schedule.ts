import { parseCron } from '../../kubernetes/cron.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/batch/validation/validation.go (validateScheduleFormat) */
export default defineRule({
  id: 'cronjob-schedule',
  covers: ['CJ-02'],
  summary: 'A CronJob has a schedule of five fields, or one of the words that stand for one, without a time zone.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax',
  severity: 'error',
  on: 'batch.v1.CronJobSpec',
  *check({ schedule = '' }, site) {
    const path = site.at('schedule');
    if (schedule === '') {
      yield required(path);
      return;
    }
    const result = parseCron(schedule);
    if (!result.ok) yield invalid(path, schedule, result.error);
    if (schedule.includes('TZ')) {
      yield invalid(path, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
    }
  },
  fix(error, site) {
    const [, zone, schedule] = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/.exec(String(error.value)) ?? [];
    if (zone === undefined || schedule === undefined) return undefined;
    return {
      title: 'Move the time zone to timeZone',
      edits: [
        { do: 'set', path: error.path, value: schedule },
        { do: 'set', path: site.at('timeZone'), value: zone },
      ],
    };
  },
});
