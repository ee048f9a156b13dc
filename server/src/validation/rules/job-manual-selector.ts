import { jobSelectorErrors } from '../job-selector.ts';
import { defineRule } from '../rule.ts';
import { selectTemplateLabels } from '../workload.ts';

/** A CronJob's Jobs must not have one. Source: pkg/apis/batch/validation/validation.go (ValidateJobSpec) */
export default defineRule({
  id: 'job-manual-selector',
  covers: [],
  summary: 'A Job with a manual selector has one, and it matches the labels of its pod template.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector',
  severity: 'error',
  on: 'batch.v1.JobSpec',
  *check(spec, site) {
    if (site.kind === 'batch/v1/Job' && spec.manualSelector === true) yield* jobSelectorErrors(spec, site.path);
  },
  fix: (error, site) => (error.type === 'Required value' ? selectTemplateLabels(site) : undefined),
});
