import { byteLength, domainPrefixedPath } from '../../kubernetes/names.ts';
import { invalid, required, tooLong } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/batch/validation/validation.go (validateJobSpec) */
export default defineRule({
  id: 'job-managed-by',
  covers: [],
  summary: 'Another controller of a Job is named by a path in its own domain.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#delegation-of-managing-a-job-object-to-external-controller',
  severity: 'error',
  on: 'batch.v1.JobSpec',
  *check({ managedBy }, site) {
    if (managedBy === undefined) return;
    const path = site.at('managedBy');
    if (managedBy === '') yield required(path);
    else for (const { value, complaint } of domainPrefixedPath(managedBy)) yield invalid(path, value, complaint);
    if (byteLength(managedBy) > 63) yield tooLong(path, 63);
  },
});
