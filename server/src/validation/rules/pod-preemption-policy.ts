import { required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const policies: readonly string[] = ['PreemptLowerPriority', 'Never'];

/** Source: pkg/apis/core/validation/validation.go (ValidatePreemptionPolicy) */
export default defineRule({
  id: 'pod-preemption-policy',
  covers: ['POD-14'],
  summary: 'The preemption policy of a pod is PreemptLowerPriority or Never.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#non-preempting-priority-class',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ preemptionPolicy }, site) {
    const policy: string | undefined = preemptionPolicy;
    if (policy === undefined || policies.includes(policy)) return;
    const path = site.at('preemptionPolicy');
    yield policy === '' ? required(path) : unsupported(path, policy, policies);
  },
  fix: (error) => spellingFix(error, policies),
});
