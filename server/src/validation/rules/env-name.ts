import { environmentVariableName } from '../../kubernetes/names.ts';
import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateEnv); the relaxed rule is in force since 1.32 */
export default defineRule({
  id: 'env-name',
  covers: ['ENV-01'],
  summary: 'An environment variable has a name of printable ASCII characters without an equals sign.',
  docs: 'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  severity: 'error',
  on: 'core.v1.EnvVar',
  *check({ name = '' }, site) {
    if (name === '') yield required(site.at('name'));
    else for (const complaint of environmentVariableName(name)) yield invalid(site.at('name'), name, complaint);
  },
});
