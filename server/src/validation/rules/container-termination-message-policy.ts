import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const policies = ['File', 'FallbackToLogsOnError'] as const;

/** Source: pkg/apis/core/validation/validation.go (validateContainerCommon) */
export default defineRule({
  id: 'container-termination-message-policy',
  covers: ['POD-06'],
  summary: 'The termination message policy of a container is File or FallbackToLogsOnError.',
  docs: 'https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/#customizing-the-termination-message',
  severity: 'error',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  *check({ terminationMessagePolicy: policy }, site) {
    if (policy && !policies.includes(policy)) yield unsupported(site.at('terminationMessagePolicy'), policy, policies);
  },
  fix: (error) => spellingFix(error, policies),
});
