import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (ValidateDeploymentSpec) */
export default defineRule({
  id: 'deployment-progress-deadline',
  covers: ['DEP-12'],
  summary: 'A Deployment has more time for progress than its pods need to count as available.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds',
  severity: 'error',
  on: 'apps.v1.DeploymentSpec',
  *check({ progressDeadlineSeconds, minReadySeconds = 0 }, site) {
    if (progressDeadlineSeconds === undefined || progressDeadlineSeconds > minReadySeconds) return;
    yield invalid(site.at('progressDeadlineSeconds'), progressDeadlineSeconds, 'must be greater than minReadySeconds');
  },
});
