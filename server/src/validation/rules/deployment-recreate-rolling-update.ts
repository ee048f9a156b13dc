import { forbidden } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/apps/validation/validation.go (ValidateDeploymentStrategy) */
export default defineRule({
  id: 'deployment-recreate-rolling-update',
  covers: ['DEP-07'],
  summary: 'The strategy Recreate has no settings for rolling updates.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment',
  severity: 'error',
  on: 'apps.v1.DeploymentStrategy',
  *check(strategy, site) {
    if (strategy.type !== 'Recreate' || strategy.rollingUpdate === undefined) return;
    yield forbidden(site.at('rollingUpdate'), "may not be specified when strategy `type` is 'Recreate'");
  },
  fix: (error) => ({ title: 'Remove rollingUpdate', edits: [{ do: 'remove', path: error.path }] }),
});
