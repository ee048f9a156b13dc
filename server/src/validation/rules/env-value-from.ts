import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const;

/** Source: pkg/apis/core/validation/validation.go (validateEnvVarValueFrom) */
export default defineRule({
  id: 'env-value-from',
  covers: ['ENV-02', 'ENV-03'],
  summary: 'An environment variable has a value or exactly one source of its value.',
  docs: 'https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/',
  severity: 'error',
  on: 'core.v1.EnvVar',
  *check({ value = '', valueFrom }, site) {
    if (valueFrom === undefined) return;
    const path = site.at('valueFrom');
    const count = sources.filter((source) => valueFrom[source] !== undefined).length;
    if (count === 0) {
      yield invalid(
        path,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      );
    } else if (value !== '') {
      yield invalid(path, '', 'may not be specified when `value` is not empty');
    } else if (count > 1) {
      yield invalid(path, '', 'may not have more than one field specified at a time');
    }
  },
});
