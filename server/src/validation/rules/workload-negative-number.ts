import { nonNegative } from '../numbers.ts';
import { defineRule } from '../rule.ts';
import { workloadSpecs } from '../workload.ts';

const counts = ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'];
/** A negative history limit of a StatefulSet keeps all revisions: the API server only warns. */
const countsOfStatefulSet = ['replicas', 'minReadySeconds'];

/** Source: pkg/apis/apps/validation/validation.go */
export default defineRule({
  id: 'workload-negative-number',
  covers: ['DEP-01', 'DEP-11', 'RS-01', 'DS-09', 'STS-05'],
  summary: 'Replica counts, limits and times of a workload are not negative.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#writing-a-deployment-spec',
  severity: 'error',
  on: [...workloadSpecs, 'core.v1.ReplicationControllerSpec'],
  check: (spec, site) => nonNegative(spec, site, site.kind === 'apps/v1/StatefulSet' ? countsOfStatefulSet : counts),
});
