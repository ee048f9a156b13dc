import { dns1123Subdomain } from '../../kubernetes/names.ts';
import { invalid, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const group = 'rbac.authorization.k8s.io';
const kinds = ['ServiceAccount', 'User', 'Group'];

/** Source: pkg/apis/rbac/validation/validation.go (ValidateRoleBindingSubject) */
export default defineRule({
  id: 'rbac-subject',
  covers: [],
  summary: 'A subject of a binding is a named User, Group or ServiceAccount of the API group that goes with its kind.',
  docs: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects',
  severity: 'error',
  on: ['rbac.v1.RoleBinding', 'rbac.v1.ClusterRoleBinding'],
  *check({ subjects = [] }, site) {
    for (const [index, { kind = '', name = '', apiGroup = '', namespace = '' }] of subjects.entries()) {
      const at = (field: string) => site.at('subjects', index, field);
      if (name === '') yield required(at('name'));
      if (kind === 'ServiceAccount') {
        if (name !== '') for (const complaint of dns1123Subdomain(name)) yield invalid(at('name'), name, complaint);
        if (apiGroup !== '') yield unsupported(at('apiGroup'), apiGroup, ['']);
        if (!site.namespaced && namespace === '') yield required(at('namespace'));
      } else if (kind === 'User' || kind === 'Group') {
        if (apiGroup !== group) yield unsupported(at('apiGroup'), apiGroup, [group]);
      } else {
        yield unsupported(at('kind'), kind, kinds);
      }
    }
  },
  fix: (error) => spellingFix(error, kinds),
});
