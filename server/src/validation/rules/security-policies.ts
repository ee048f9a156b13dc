import { unsupported } from '../field-error.ts';
import { isBefore } from '../../schema/versions.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const supported = {
  fsGroupChangePolicy: ['Always', 'OnRootMismatch'],
  supplementalGroupsPolicy: ['Merge', 'Strict'],
  seLinuxChangePolicy: ['MountOption', 'Recursive'],
} as const;

/** Source: pkg/apis/core/validation/validation.go (validatePodSpecSecurityContext) */
export default defineRule({
  id: 'security-policies',
  covers: ['SEC-08'],
  summary: 'The policies of a pod’s security context have one of their two values.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#configure-volume-permission-and-ownership-change-policy-for-pods',
  severity: 'error',
  on: 'core.v1.PodSecurityContext',
  *check(context, site) {
    for (const [part, values] of Object.entries(supported) as [keyof typeof supported, readonly string[]][]) {
      const policy: string | undefined = context[part];
      // SELinuxMount
      const known = part === 'seLinuxChangePolicy' && isBefore(site.version, '1.37') ? ['Recursive'] : values;
      if (policy !== undefined && !known.includes(policy)) yield unsupported(site.at(part), policy, known);
    }
  },
  fix: (error) => spellingFix(error, Object.values(supported).flat()),
});
