import type { ApiTypes } from '../../kubernetes/api.ts';
import { absent, namespaceOf } from '../references.ts';
import type { PlacedObject, WorkspaceFinding, WorkspaceObjects, WorkspaceRule, Written } from '../rule.ts';

type Binding = Written<ApiTypes['rbac.v1.RoleBinding']>;

/** The roles that every cluster has for people. Source: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go */
const always: ReadonlySet<string> = new Set(['cluster-admin', 'admin', 'edit', 'view']);

/** The API server takes a binding of what does not exist yet; it then grants nothing. */
const rule: WorkspaceRule = {
  id: 'reference-role',
  covers: ['REF-14'],
  summary: 'The role and the ServiceAccounts of a binding exist.',
  docs: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding',
  severity: 'warning',
  *check(workspace) {
    for (const binding of workspace.all('rbac.v1.RoleBinding')) {
      yield* checkRole(workspace, binding, namespaceOf(binding));
      yield* checkSubjects(workspace, binding);
    }
    for (const binding of workspace.all('rbac.v1.ClusterRoleBinding')) {
      yield* checkRole(workspace, binding, '');
      yield* checkSubjects(workspace, binding);
    }
  },
};

export default rule;

function* checkRole(
  workspace: WorkspaceObjects,
  { object, source }: PlacedObject<Binding>,
  namespace: string,
): Iterable<WorkspaceFinding> {
  const { kind = '', name = '' } = object.roleRef ?? {};
  if (name === '' || (kind !== 'Role' && kind !== 'ClusterRole')) return;
  const isOfCluster = kind === 'ClusterRole';
  if (isOfCluster && (always.has(name) || name.startsWith('system:'))) return;
  // So do the roles in the namespaces of the system.
  if (namespace === 'kube-system' || namespace === 'kube-public') return;
  if (workspace.mayExist(`rbac.v1.${kind}`, isOfCluster ? '' : namespace, name)) return;
  yield { source, path: ['roleRef', 'name'], message: `${absent(kind, name)}: without it the binding grants nothing` };
}

function* checkSubjects(workspace: WorkspaceObjects, { object, source }: PlacedObject<Binding>): Iterable<WorkspaceFinding> {
  for (const [index, { kind, name = '', namespace = '' }] of (object.subjects ?? []).entries()) {
    // The accounts of the system's own controllers come with the cluster, and one comes with each namespace.
    if (kind !== 'ServiceAccount' || name === '' || name === 'default' || namespace === 'kube-system' || namespace === '')
      continue;
    if (workspace.mayExist('core.v1.ServiceAccount', namespace, name)) continue;
    const message = `ServiceAccount "${name}" in namespace "${namespace}" is not among these manifests: the binding grants it nothing`;
    yield { source, path: ['subjects', index, 'name'], message };
  }
}
