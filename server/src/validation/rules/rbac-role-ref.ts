import { pathSegment } from '../../kubernetes/names.ts';
import { invalid, required, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const group = 'rbac.authorization.k8s.io';
const kinds = ['Role', 'ClusterRole'];

/** Source: pkg/apis/rbac/validation/validation.go (ValidateRoleBinding, ValidateClusterRoleBinding) */
export default defineRule({
  id: 'rbac-role-ref',
  covers: [],
  summary: 'A binding names its role: a Role or a ClusterRole, and from a ClusterRoleBinding only a ClusterRole.',
  docs: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding',
  severity: 'error',
  on: ['rbac.v1.RoleBinding', 'rbac.v1.ClusterRoleBinding'],
  *check({ roleRef = {} }, site) {
    const { apiGroup = '', kind = '', name = '' } = roleRef;
    const supported = site.namespaced ? kinds : ['ClusterRole'];
    if (apiGroup !== group) yield unsupported(site.at('roleRef', 'apiGroup'), apiGroup, [group]);
    if (!supported.includes(kind)) yield unsupported(site.at('roleRef', 'kind'), kind, supported);
    if (name === '') yield required(site.at('roleRef', 'name'));
    else for (const complaint of pathSegment(name)) yield invalid(site.at('roleRef', 'name'), name, complaint);
  },
  fix: (error, site) => spellingFix(error, site.namespaced ? kinds : ['ClusterRole']),
});
