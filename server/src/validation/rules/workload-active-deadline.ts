import { forbidden } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { kindOf, workloadSpecs } from '../workload.ts';

/** Source: pkg/apis/apps/validation/validation.go; of a Deployment it says `ReplicaSet` */
export default defineRule({
  id: 'workload-active-deadline',
  covers: ['DEP-05', 'RS-03', 'DS-03', 'STS-08'],
  summary: 'Pods of a workload that keeps them running have no deadline.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup',
  severity: 'error',
  on: workloadSpecs,
  *check(spec, site) {
    if (spec.template?.spec?.activeDeadlineSeconds === undefined) return;
    const kind = kindOf(site) === 'Deployment' ? 'ReplicaSet' : kindOf(site);
    yield forbidden(site.at('template', 'spec', 'activeDeadlineSeconds'), `activeDeadlineSeconds in ${kind} is not Supported`);
  },
  fix: (error) => ({ title: 'Remove activeDeadlineSeconds', edits: [{ do: 'remove', path: error.path }] }),
});
