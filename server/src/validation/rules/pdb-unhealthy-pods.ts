import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const policies = ['AlwaysAllow', 'IfHealthyBudget'];

/** Source: pkg/apis/policy/validation/validation.go */
export default defineRule({
  id: 'pdb-unhealthy-pods',
  covers: ['PDB-01'],
  summary: 'Pods that are not ready may always be evicted, or only while the budget is met.',
  docs: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy',
  severity: 'error',
  on: 'policy.v1.PodDisruptionBudgetSpec',
  *check({ unhealthyPodEvictionPolicy: policy }, site) {
    if (policy !== undefined && !policies.includes(policy))
      yield unsupported(site.at('unhealthyPodEvictionPolicy'), policy, policies);
  },
});
