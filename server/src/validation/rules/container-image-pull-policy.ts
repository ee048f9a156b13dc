import { unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const policies = ['Always', 'IfNotPresent', 'Never'] as const;

/** Source: pkg/apis/core/validation/validation.go (validatePullPolicy) */
export default defineRule({
  id: 'container-image-pull-policy',
  covers: ['POD-05'],
  summary: 'The pull policy of an image is Always, IfNotPresent or Never.',
  docs: 'https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy',
  severity: 'error',
  on: ['core.v1.Container', 'core.v1.EphemeralContainer'],
  *check({ imagePullPolicy: policy }, site) {
    if (policy && !policies.includes(policy)) yield unsupported(site.at('imagePullPolicy'), policy, policies);
  },
  fix: (error) => spellingFix(error, policies),
});
