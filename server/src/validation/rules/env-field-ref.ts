import { fieldRefErrors } from '../downward-api.ts';
import { defineRule } from '../rule.ts';

const supported: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Source: pkg/apis/core/validation/validation.go (validEnvDownwardAPIFieldPathExpressions) */
export default defineRule({
  id: 'env-field-ref',
  covers: ['ENV-04'],
  summary: 'A fieldRef of an environment variable names one of the fields of the downward API.',
  docs: 'https://kubernetes.io/docs/concepts/workloads/pods/downward-api/#available-fields',
  severity: 'error',
  on: 'core.v1.EnvVarSource',
  *check({ fieldRef }, site) {
    if (fieldRef !== undefined) yield* fieldRefErrors(fieldRef, site.at('fieldRef'), supported);
  },
});
