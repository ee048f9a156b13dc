import { resourceFieldRefErrors } from '../downward-api.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateContainerResourceFieldSelector) */
export default defineRule({
  id: 'env-resource-field-ref',
  covers: ['ENV-05'],
  summary: 'A resourceFieldRef of an environment variable names a limit or request, and a divisor that suits it.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#downwardapi-resourceFieldRef',
  severity: 'error',
  on: 'core.v1.EnvVarSource',
  *check({ resourceFieldRef }, site) {
    if (resourceFieldRef !== undefined) yield* resourceFieldRefErrors(resourceFieldRef, site.at('resourceFieldRef'), false);
  },
});
