/** A kind that controllers which look after all objects (garbage collection, namespaces) know of. */
export interface BuiltinKind {
  readonly kind: string;
  /** As in URLs and messages. */
  readonly resource: string;
  readonly group: string;
  readonly namespaced: boolean;
}

const groups: readonly (readonly [group: string, namespaced: boolean, kinds: readonly string[]])[] = [
  ['', true, ['Pod', 'ConfigMap', 'Endpoints', 'Event', 'LimitRange', 'PersistentVolumeClaim', 'PodTemplate']],
  ['', true, ['ReplicationController', 'ResourceQuota', 'Secret', 'ServiceAccount', 'Service']],
  ['apps', true, ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']],
  ['autoscaling', true, ['HorizontalPodAutoscaler']],
  ['batch', true, ['CronJob', 'Job']],
  ['coordination.k8s.io', true, ['Lease']],
  ['discovery.k8s.io', true, ['EndpointSlice']],
  ['networking.k8s.io', true, ['Ingress', 'NetworkPolicy']],
  ['policy', true, ['PodDisruptionBudget']],
  ['rbac.authorization.k8s.io', true, ['Role', 'RoleBinding']],
  ['resource.k8s.io', true, ['ResourceClaim', 'ResourceClaimTemplate']],
  ['storage.k8s.io', true, ['CSIStorageCapacity']],
  ['', false, ['Namespace', 'Node', 'PersistentVolume']],
  ['networking.k8s.io', false, ['IngressClass']],
  ['rbac.authorization.k8s.io', false, ['ClusterRole', 'ClusterRoleBinding']],
  ['scheduling.k8s.io', false, ['PriorityClass']],
  ['storage.k8s.io', false, ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment']],
];

/** Pods come first: a namespace is emptied of them before all else. */
export const builtinKinds: readonly BuiltinKind[] = groups.flatMap(([group, namespaced, kinds]) =>
  kinds.map((kind) => ({ kind, resource: resourceOf(kind), group, namespaced })),
);

function resourceOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower === 'endpoints') return lower;
  if (lower.endsWith('y')) return `${lower.slice(0, -1)}ies`;
  return lower.endsWith('s') ? `${lower}es` : `${lower}s`;
}
