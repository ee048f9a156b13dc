import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { printedSecurityContext } from '../security-context.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateSecurityContext) */
export default defineRule({
  id: 'security-privilege-escalation',
  covers: ['SEC-02', 'SEC-03'],
  summary: 'A privileged container, or one with CAP_SYS_ADMIN, cannot be denied privilege escalation.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  severity: 'error',
  on: 'core.v1.SecurityContext',
  *check(context, site) {
    if (context.allowPrivilegeEscalation !== false) return;
    const place = { path: site.at('allowPrivilegeEscalation'), field: site.field };
    if (context.privileged === true) {
      const message = 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true';
      yield invalid(place, printedSecurityContext(context), message);
    }
    // The spelling is upstream's: SYS_ADMIN, which runtimes take too, is not refused.
    for (const capability of context.capabilities?.add ?? []) {
      if (capability !== 'CAP_SYS_ADMIN') continue;
      const message = 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN';
      yield invalid(place, printedSecurityContext(context), message);
    }
  },
});
