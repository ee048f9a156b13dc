import { semanticEqual } from '../../kubernetes/equality.ts';
import { type FieldError, forbidden, invalid, unprinted } from '../field-error.ts';
import { deletion, immutable, type Json, listAt, mapAt, textAt, type UpdateRule, withSpec } from './rule.ts';

const anew: UpdateRule['remedy'] = (_, object) => `Delete the ${object.kind} and apply it anew: \`${deletion(object)}\`.`;
const otherName: UpdateRule['remedy'] = (_, object) =>
  `Create a ${object.kind} with another name, or delete this one and apply it anew: \`${deletion(object)}\`.`;

/** Source: pkg/apis/rbac/validation/validation.go (ValidateRoleBindingUpdate, ValidateClusterRoleBindingUpdate) */
export const bindingRule: UpdateRule = {
  id: 'update-role-binding',
  summary: 'A binding stays with the role that it was created for; only its subjects change.',
  docs: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#clusterrolebinding-example',
  kinds: ['RoleBinding', 'ClusterRoleBinding'],
  check: (next, old) => immutable(next, old, ['roleRef'], { print: printRoleRef }),
  remedy: (_, object) =>
    `Delete the ${object.kind} and apply it anew; \`kubectl auth reconcile -f FILE\` does so where it is needed.`,
};

function printRoleRef(value: unknown): unknown {
  const { apiGroup = '', kind = '', name = '' } = (value ?? {}) as Json;
  return { APIGroup: apiGroup, Kind: kind, Name: name };
}

/** Source: pkg/apis/storage/validation/validation.go (ValidateStorageClassUpdate) */
export const storageClassRule: UpdateRule = {
  id: 'update-storageclass',
  summary: 'A StorageClass makes volumes as it did from the beginning.',
  docs: 'https://kubernetes.io/docs/concepts/storage/storage-classes/#storageclass-objects',
  kinds: ['StorageClass'],
  *check(next, old) {
    for (const field of ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode']) {
      yield* immutable(next, old, [field], { print: () => null });
    }
  },
  remedy: otherName,
};

/** Source: pkg/apis/storage/validation/validation.go (ValidateCSIDriverUpdate) */
export const csiDriverRule: UpdateRule = {
  id: 'update-csidriver',
  summary: 'Whether a CSI driver attaches volumes, and for what kinds of them it is, is set when it is created.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-driver-v1/',
  kinds: ['CSIDriver'],
  *check(next, old) {
    yield* immutable(next, old, ['spec', 'attachRequired'], { field: 'spec.attachedRequired' });
    yield* immutable(next, old, ['spec', 'volumeLifecycleModes']);
  },
  remedy: anew,
};

/** Source: pkg/apis/scheduling/validation/validation.go (ValidatePriorityClassUpdate) */
export const priorityClassRule: UpdateRule = {
  id: 'update-priorityclass',
  summary: 'The value of a PriorityClass and whether it preempts stay as they were.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass',
  kinds: ['PriorityClass'],
  *check(next, old) {
    const [value = 0, before = 0] = [(next as unknown as Json).value, (old as unknown as Json).value];
    if (value !== before) yield forbidden(['value'], 'may not be changed in an update.');
    yield* immutable(next, old, ['preemptionPolicy']);
  },
  remedy: otherName,
};

/** Source: pkg/apis/networking/validation/validation.go (ValidateIngressClassUpdate) */
export const ingressClassRule: UpdateRule = {
  id: 'update-ingressclass',
  summary: 'An IngressClass stays with its controller.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class',
  kinds: ['IngressClass'],
  check: (next, old) => immutable(next, old, ['spec', 'controller'], { print: (value) => value ?? '' }),
  remedy: otherName,
};

/** Source: pkg/apis/node/validation/validation.go (ValidateRuntimeClassUpdate) */
export const runtimeClassRule: UpdateRule = {
  id: 'update-runtimeclass',
  summary: 'A RuntimeClass stays with its handler.',
  docs: 'https://kubernetes.io/docs/concepts/containers/runtime-class/',
  kinds: ['RuntimeClass'],
  check: (next, old) => immutable(next, old, ['handler'], { print: () => null }),
  remedy: otherName,
};

/** Source: pkg/apis/discovery/validation/validation.go (ValidateEndpointSliceUpdate) */
export const endpointSliceRule: UpdateRule = {
  id: 'update-endpointslice',
  summary: 'An EndpointSlice holds one type of addresses for good.',
  docs: 'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#address-types',
  kinds: ['EndpointSlice'],
  check: (next, old) => immutable(next, old, ['addressType'], { print: () => null }),
  remedy: otherName,
};

/** Source: pkg/apis/apps/validation/validation.go (ValidateControllerRevisionUpdate) */
export const controllerRevisionRule: UpdateRule = {
  id: 'update-controllerrevision',
  summary: 'The data of a ControllerRevision is what it was when the revision was made.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/',
  kinds: ['ControllerRevision'],
  check: (next, old) => immutable(next, old, ['data'], { print: unprinted }),
  remedy: otherName,
};

/** Source: pkg/apis/core/validation/validation.go (ValidateResourceQuotaUpdate) */
export const resourceQuotaRule: UpdateRule = {
  id: 'update-resourcequota',
  summary: 'A ResourceQuota keeps its scopes.',
  docs: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes',
  kinds: ['ResourceQuota'],
  *check(next, old) {
    const path = ['spec', 'scopes'];
    const [scopes, before] = [new Set(listAt(next, path)), new Set(listAt(old, path))];
    if (scopes.size === before.size && [...scopes].every((scope) => before.has(scope))) return;
    const written = listAt(next, path);
    yield invalid(path, written.length === 0 ? null : written, 'field is immutable');
  },
  remedy: otherName,
};

/** Its finalizers go through a door of their own. Source: pkg/registry/core/namespace/strategy.go */
export const namespaceRule: UpdateRule = {
  id: 'update-namespace',
  summary: 'The finalizers of a Namespace are changed by its own subresource only.',
  docs: 'https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/',
  kinds: ['Namespace'],
  prepare: (next, old) => withSpec(next, mapAt(old, ['spec'])),
  check: () => [],
  remedy: anew,
};

/** Source: pkg/apis/core/validation/validation.go (ValidateNodeUpdate) */
export const nodeRule: UpdateRule = {
  id: 'update-node',
  summary: 'A Node keeps its pod networks, its provider ID and its external ID once it has them.',
  docs: 'https://kubernetes.io/docs/concepts/architecture/nodes/',
  kinds: ['Node'],
  *check(next, old) {
    yield* podNetworkErrors(listAt(next, ['spec', 'podCIDRs']), listAt(old, ['spec', 'podCIDRs']));
    const [id, before] = [textAt(next, ['spec', 'providerID']), textAt(old, ['spec', 'providerID'])];
    if (before !== '' && id !== before) {
      const detail = id === '' ? 'field cannot be cleared once set' : 'field cannot be modified once set';
      yield invalid(['spec', 'providerID'], null, detail);
    }
    if (textAt(next, ['spec', 'externalID']) !== textAt(old, ['spec', 'externalID'])) {
      yield forbidden(['spec', 'externalID'], 'may not be updated');
    }
  },
  remedy: anew,
};

function* podNetworkErrors(next: readonly unknown[], old: readonly unknown[]): Iterable<FieldError> {
  if (old.length === 0 || semanticEqual(next, old)) return;
  yield forbidden(['spec', 'podCIDRs'], 'node updates may not change podCIDR except from "" to valid');
}
