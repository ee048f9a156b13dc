import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const policies: readonly string[] = ['Always', 'OnFailure', 'Never'];

/** What a workload allows of these is its own rule. Source: pkg/apis/core/validation/validation.go (validateRestartPolicy) */
export default defineRule({
  id: 'pod-restart-policy',
  covers: ['POD-07'],
  summary: 'The restart policy of a pod is Always, OnFailure or Never.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy',
  severity: 'error',
  on: 'core.v1.PodSpec',
  *check({ restartPolicy: policy }, site) {
    if (policy && !policies.includes(policy)) yield unsupported(site.at('restartPolicy'), policy, policies);
  },
  fix: (error) => spellingFix(error, policies),
});
