import { invalid, required } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/rbac/validation/validation.go (ValidatePolicyRule), and the declarative rule for the verbs */
export default defineRule({
  id: 'rbac-policy-rule',
  covers: [],
  summary: 'A rule of a role has verbs, and either resources with their API groups or, in a ClusterRole, URLs.',
  docs: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole',
  severity: 'error',
  on: ['rbac.v1.Role', 'rbac.v1.ClusterRole'],
  *check({ rules = [] }, site) {
    for (const [index, rule] of rules.entries()) {
      const at = (field: string) => site.at('rules', index, field);
      const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
      if (verbs.length === 0) yield required(at('verbs'));
      if (nonResourceURLs.length === 0) {
        if (apiGroups.length === 0) yield required(at('apiGroups'), 'resource rules must supply at least one api group');
        if (resources.length === 0) yield required(at('resources'), 'resource rules must supply at least one resource');
        continue;
      }
      if (site.namespaced) {
        yield invalid(at('nonResourceURLs'), nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs');
      }
      if (apiGroups.length + resources.length + resourceNames.length > 0) {
        const detail = 'rules cannot apply to both regular resources and non-resource URLs';
        yield invalid(at('nonResourceURLs'), nonResourceURLs, detail);
      }
    }
  },
});
