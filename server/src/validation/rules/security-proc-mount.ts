import { invalid, unsupported } from '../field-error.ts';
import { podSpecAround } from '../pod-spec.ts';
import { defineRule } from '../rule.ts';

const types: readonly string[] = ['Default', 'Unmasked'];

/** Source: pkg/apis/core/validation/validation.go (ValidateSecurityContext, ValidateProcMountType) */
export default defineRule({
  id: 'security-proc-mount',
  covers: ['SEC-04'],
  summary: 'An unmasked /proc needs a user namespace of its own.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#proc-access',
  severity: 'error',
  on: 'core.v1.SecurityContext',
  *check({ procMount: type }, site) {
    if (type === undefined) return;
    if (!types.includes(type)) yield unsupported(site.at('procMount'), type, types);
    if (type === 'Unmasked' && podSpecAround(site)?.hostUsers !== false) {
      yield invalid(site.at('procMount'), type, '`hostUsers` must be false to use `Unmasked`');
    }
  },
});
