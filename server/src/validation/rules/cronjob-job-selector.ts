import { invalid, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { printedSelector } from '../workload.ts';

/** Source: pkg/apis/batch/validation/validation.go (ValidateJobTemplateSpec) */
export default defineRule({
  id: 'cronjob-job-selector',
  covers: ['CJ-05'],
  summary: 'The Jobs of a CronJob select their pods by themselves.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#job-template',
  severity: 'error',
  on: 'batch.v1.JobTemplateSpec',
  *check({ spec }, site) {
    if (spec?.selector !== undefined) {
      yield invalid(site.at('spec', 'selector'), printedSelector(spec.selector), '`selector` will be auto-generated');
    }
    if (spec?.manualSelector === true) yield unsupported(site.at('spec', 'manualSelector'), true, ['nil', 'false']);
  },
  fix: (error) => ({ title: `Remove ${String(error.path.at(-1))}`, edits: [{ do: 'remove', path: error.path }] }),
});
