/** A version that the API server served once. */
export interface RemovedVersion {
  /** First Kubernetes release without it, for example `1.22`. */
  readonly removedIn: string;
  /** The apiVersion to write now; absent where nothing took its place. */
  readonly replacement?: string;
}

/** apiVersion, release that dropped it, apiVersion to use instead, kinds. */
type Row = readonly [apiVersion: string, removedIn: string, replacement: string | undefined, kinds: string];

/**
 * Source: the prerelease-lifecycle files of k8s.io/api, and for what is gone from there too
 * https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const rows: readonly Row[] = [
  ['extensions/v1beta1', '1.16', 'apps/v1', 'DaemonSet Deployment ReplicaSet'],
  ['extensions/v1beta1', '1.16', 'networking.k8s.io/v1', 'NetworkPolicy'],
  ['extensions/v1beta1', '1.16', undefined, 'PodSecurityPolicy DeploymentRollback'],
  ['extensions/v1beta1', '1.16', 'autoscaling/v1', 'Scale'],
  ['extensions/v1beta1', '1.22', 'networking.k8s.io/v1', 'Ingress'],
  ['apps/v1beta1', '1.16', 'apps/v1', 'ControllerRevision Deployment StatefulSet'],
  ['apps/v1beta1', '1.16', undefined, 'DeploymentRollback'],
  ['apps/v1beta1', '1.16', 'autoscaling/v1', 'Scale'],
  ['apps/v1beta2', '1.16', 'apps/v1', 'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet'],
  ['apps/v1beta2', '1.16', 'autoscaling/v1', 'Scale'],
  ['batch/v2alpha1', '1.21', 'batch/v1', 'CronJob'],
  ['batch/v1beta1', '1.25', 'batch/v1', 'CronJob'],
  ['autoscaling/v2beta1', '1.25', 'autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['autoscaling/v2beta2', '1.26', 'autoscaling/v2', 'HorizontalPodAutoscaler'],
  ['policy/v1beta1', '1.25', 'policy/v1', 'Eviction PodDisruptionBudget'],
  ['policy/v1beta1', '1.25', undefined, 'PodSecurityPolicy'],
  ['networking.k8s.io/v1beta1', '1.22', 'networking.k8s.io/v1', 'Ingress IngressClass'],
  ['networking.k8s.io/v1beta1', '1.37', 'networking.k8s.io/v1', 'IPAddress ServiceCIDR'],
  [
    'rbac.authorization.k8s.io/v1alpha1',
    '1.22',
    'rbac.authorization.k8s.io/v1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
  ],
  [
    'rbac.authorization.k8s.io/v1beta1',
    '1.22',
    'rbac.authorization.k8s.io/v1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    '1.22',
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
  ],
  [
    'admissionregistration.k8s.io/v1alpha1',
    '1.32',
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    '1.34',
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
  ],
  ['apiextensions.k8s.io/v1beta1', '1.22', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
  ['apiregistration.k8s.io/v1beta1', '1.22', 'apiregistration.k8s.io/v1', 'APIService'],
  ['authentication.k8s.io/v1beta1', '1.22', 'authentication.k8s.io/v1', 'TokenReview'],
  ['authentication.k8s.io/v1alpha1', '1.32', 'authentication.k8s.io/v1', 'SelfSubjectReview'],
  ['authentication.k8s.io/v1beta1', '1.33', 'authentication.k8s.io/v1', 'SelfSubjectReview'],
  [
    'authorization.k8s.io/v1beta1',
    '1.22',
    'authorization.k8s.io/v1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  ],
  ['certificates.k8s.io/v1beta1', '1.22', 'certificates.k8s.io/v1', 'CertificateSigningRequest'],
  ['certificates.k8s.io/v1alpha1', '1.37', 'certificates.k8s.io/v1beta1', 'ClusterTrustBundle'],
  ['coordination.k8s.io/v1beta1', '1.22', 'coordination.k8s.io/v1', 'Lease'],
  ['discovery.k8s.io/v1beta1', '1.25', 'discovery.k8s.io/v1', 'EndpointSlice'],
  ['events.k8s.io/v1beta1', '1.25', 'events.k8s.io/v1', 'Event'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', '1.26', 'flowcontrol.apiserver.k8s.io/v1', 'FlowSchema PriorityLevelConfiguration'],
  ['flowcontrol.apiserver.k8s.io/v1beta2', '1.29', 'flowcontrol.apiserver.k8s.io/v1', 'FlowSchema PriorityLevelConfiguration'],
  ['flowcontrol.apiserver.k8s.io/v1beta3', '1.32', 'flowcontrol.apiserver.k8s.io/v1', 'FlowSchema PriorityLevelConfiguration'],
  ['node.k8s.io/v1beta1', '1.25', 'node.k8s.io/v1', 'RuntimeClass'],
  ['scheduling.k8s.io/v1beta1', '1.22', 'scheduling.k8s.io/v1', 'PriorityClass'],
  ['storage.k8s.io/v1beta1', '1.22', 'storage.k8s.io/v1', 'CSIDriver CSINode StorageClass VolumeAttachment'],
  ['storage.k8s.io/v1alpha1', '1.24', 'storage.k8s.io/v1', 'CSIStorageCapacity VolumeAttachment'],
  ['storage.k8s.io/v1beta1', '1.27', 'storage.k8s.io/v1', 'CSIStorageCapacity'],
  ['storage.k8s.io/v1alpha1', '1.35', 'storage.k8s.io/v1', 'VolumeAttributesClass'],
  ['storage.k8s.io/v1beta1', '1.37', 'storage.k8s.io/v1', 'VolumeAttributesClass'],
];

const byKind = new Map<string, RemovedVersion>();
for (const [apiVersion, removedIn, replacement, kinds] of rows) {
  for (const kind of kinds.split(' '))
    byKind.set(`${apiVersion}/${kind}`, replacement ? { removedIn, replacement } : { removedIn });
}

/** What became of a kind in a version that is served no more; undefined if it was never served. */
export function removedVersion(apiVersion: string, kind: string): RemovedVersion | undefined {
  return byKind.get(`${apiVersion}/${kind}`);
}

/** Groups whose every version is gone. */
export const removedGroups: ReadonlySet<string> = new Set(['extensions']);
