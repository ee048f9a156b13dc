import { idNumber } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (ValidateSecurityContext, validatePodSpecSecurityContext) */
export default defineRule({
  id: 'security-ids',
  covers: ['SEC-01'],
  summary: 'The numbers of users and groups are between 0 and 2147483647.',
  docs: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#set-the-security-context-for-a-pod',
  severity: 'error',
  on: ['core.v1.SecurityContext', 'core.v1.PodSecurityContext'],
  *check(context, site) {
    const { fsGroup, supplementalGroups = [] } = context as PodContext;
    const single = { fsGroup, runAsUser: context.runAsUser, runAsGroup: context.runAsGroup };
    for (const [part, id] of Object.entries(single)) {
      if (id !== undefined) for (const complaint of idNumber(id)) yield invalid(site.at(part), id, complaint);
    }
    for (const [index, id] of supplementalGroups.entries()) {
      for (const complaint of idNumber(id)) yield invalid(site.at('supplementalGroups', index), id, complaint);
    }
  },
});

/** What only a pod's security context has. */
interface PodContext {
  readonly fsGroup?: number;
  readonly supplementalGroups?: readonly number[];
}
