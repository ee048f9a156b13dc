import type { Rule, WorkspaceRule } from '../rule.ts';
import configmapData from './configmap-data.ts';
import containerImage from './container-image.ts';
import containerImagePullPolicy from './container-image-pull-policy.ts';
import containerLifecycleSleep from './container-lifecycle-sleep.ts';
import containerName from './container-name.ts';
import containerNameUnique from './container-name-unique.ts';
import containerResizePolicy from './container-resize-policy.ts';
import containerRestartPolicy from './container-restart-policy.ts';
import containerTerminationMessagePolicy from './container-termination-message-policy.ts';
import cronjobConcurrencyPolicy from './cronjob-concurrency-policy.ts';
import cronjobJobSelector from './cronjob-job-selector.ts';
import cronjobNameLength from './cronjob-name-length.ts';
import cronjobNegativeNumber from './cronjob-negative-number.ts';
import cronjobSchedule from './cronjob-schedule.ts';
import cronjobTimeZone from './cronjob-time-zone.ts';
import csidriverSpec from './csidriver-spec.ts';
import daemonsetRollingUpdate from './daemonset-rolling-update.ts';
import daemonsetUpdateStrategyType from './daemonset-update-strategy-type.ts';
import deploymentProgressDeadline from './deployment-progress-deadline.ts';
import deploymentRecreateRollingUpdate from './deployment-recreate-rolling-update.ts';
import deploymentRollingUpdateZero from './deployment-rolling-update-zero.ts';
import deploymentStrategyType from './deployment-strategy-type.ts';
import endpointsSubsets from './endpoints-subsets.ts';
import endpointsliceEndpoints from './endpointslice-endpoints.ts';
import endpointslicePorts from './endpointslice-ports.ts';
import envFieldRef from './env-field-ref.ts';
import envFileKeyRef from './env-file-key-ref.ts';
import envFrom from './env-from.ts';
import envKeyRef from './env-key-ref.ts';
import envName from './env-name.ts';
import envResourceFieldRef from './env-resource-field-ref.ts';
import envValueFrom from './env-value-from.ts';
import ephemeralContainerFields from './ephemeral-container-fields.ts';
import hpaBehavior from './hpa-behavior.ts';
import hpaMetricNames from './hpa-metric-names.ts';
import hpaMetricSource from './hpa-metric-source.ts';
import hpaMetricTarget from './hpa-metric-target.ts';
import hpaReplicas from './hpa-replicas.ts';
import hpaScaleTarget from './hpa-scale-target.ts';
import ingressBackend from './ingress-backend.ts';
import ingressPath from './ingress-path.ts';
import ingressSpec from './ingress-spec.ts';
import ingressclassSpec from './ingressclass-spec.ts';
import initLifecycle from './init-lifecycle.ts';
import jobCompletionMode from './job-completion-mode.ts';
import jobIndexedName from './job-indexed-name.ts';
import jobManagedBy from './job-managed-by.ts';
import jobManualSelector from './job-manual-selector.ts';
import jobNegativeNumber from './job-negative-number.ts';
import jobPodFailurePolicy from './job-pod-failure-policy.ts';
import jobPodReplacementPolicy from './job-pod-replacement-policy.ts';
import jobRestartPolicy from './job-restart-policy.ts';
import jobSuccessPolicy from './job-success-policy.ts';
import leaseSpec from './lease-spec.ts';
import limitrangeLimits from './limitrange-limits.ts';
import metadataAnnotations from './metadata-annotations.ts';
import metadataAnnotationsSize from './metadata-annotations-size.ts';
import metadataFinalizers from './metadata-finalizers.ts';
import metadataGeneration from './metadata-generation.ts';
import metadataLabels from './metadata-labels.ts';
import metadataNameFormat from './metadata-name-format.ts';
import metadataNameRequired from './metadata-name-required.ts';
import metadataNamespace from './metadata-namespace.ts';
import metadataOwnerReferences from './metadata-owner-references.ts';
import mountDevices from './mount-devices.ts';
import mountName from './mount-name.ts';
import mountPath from './mount-path.ts';
import mountPropagation from './mount-propagation.ts';
import mountRecursiveReadOnly from './mount-recursive-read-only.ts';
import mountSubPath from './mount-sub-path.ts';
import namespaceFinalizers from './namespace-finalizers.ts';
import networkpolicyPeer from './networkpolicy-peer.ts';
import networkpolicyPort from './networkpolicy-port.ts';
import networkpolicyTypes from './networkpolicy-types.ts';
import nodeSpec from './node-spec.ts';
import pdbBudget from './pdb-budget.ts';
import pdbUnhealthyPods from './pdb-unhealthy-pods.ts';
import persistentvolumeNodeAffinity from './persistentvolume-node-affinity.ts';
import persistentvolumeSource from './persistentvolume-source.ts';
import persistentvolumeSpec from './persistentvolume-spec.ts';
import podActiveDeadline from './pod-active-deadline.ts';
import podContainersRequired from './pod-containers-required.ts';
import podDeletionCost from './pod-deletion-cost.ts';
import podDnsConfig from './pod-dns-config.ts';
import podDnsPolicy from './pod-dns-policy.ts';
import podEphemeralContainers from './pod-ephemeral-containers.ts';
import podGates from './pod-gates.ts';
import podHostAliases from './pod-host-aliases.ts';
import podHostNamespaces from './pod-host-namespaces.ts';
import podHostNetworkPorts from './pod-host-network-ports.ts';
import podHostname from './pod-hostname.ts';
import podHostnameOverride from './pod-hostname-override.ts';
import podNodeSelector from './pod-node-selector.ts';
import podOs from './pod-os.ts';
import podOsFields from './pod-os-fields.ts';
import podPreemptionPolicy from './pod-preemption-policy.ts';
import podReferenceNames from './pod-reference-names.ts';
import podResourceClaims from './pod-resource-claims.ts';
import podRestartPolicy from './pod-restart-policy.ts';
import portHostConflict from './port-host-conflict.ts';
import portName from './port-name.ts';
import portNameUnique from './port-name-unique.ts';
import portNumber from './port-number.ts';
import portProtocol from './port-protocol.ts';
import priorityclassFields from './priorityclass-fields.ts';
import probeExecCommand from './probe-exec-command.ts';
import probeHandler from './probe-handler.ts';
import probeHttpGet from './probe-http-get.ts';
import probeNegative from './probe-negative.ts';
import probePort from './probe-port.ts';
import probeSuccessThreshold from './probe-success-threshold.ts';
import probeTerminationGracePeriod from './probe-termination-grace-period.ts';
import pvcAccessModes from './pvc-access-modes.ts';
import pvcDataSource from './pvc-data-source.ts';
import pvcStorageRequest from './pvc-storage-request.ts';
import pvcVolumeMode from './pvc-volume-mode.ts';
import rbacAggregation from './rbac-aggregation.ts';
import rbacPolicyRule from './rbac-policy-rule.ts';
import rbacRoleRef from './rbac-role-ref.ts';
import rbacSubject from './rbac-subject.ts';
import referenceBudget from './reference-budget.ts';
import referenceClass from './reference-class.ts';
import referenceDuplicateObject from './reference-duplicate-object.ts';
import referenceEnvironment from './reference-environment.ts';
import referenceGoverningService from './reference-governing-service.ts';
import referenceIngressBackend from './reference-ingress-backend.ts';
import referenceIngressSecret from './reference-ingress-secret.ts';
import referenceNamespace from './reference-namespace.ts';
import referenceNetworkPolicy from './reference-network-policy.ts';
import referenceNode from './reference-node.ts';
import referenceOverlappingSelectors from './reference-overlapping-selectors.ts';
import referencePriorityClass from './reference-priority-class.ts';
import referenceProbePort from './reference-probe-port.ts';
import referenceRole from './reference-role.ts';
import referenceScaleTarget from './reference-scale-target.ts';
import referenceScaledReplicas from './reference-scaled-replicas.ts';
import referenceServiceAccount from './reference-service-account.ts';
import referenceServicePods from './reference-service-pods.ts';
import referenceTargetPort from './reference-target-port.ts';
import referenceVolume from './reference-volume.ts';
import referenceVolumeKey from './reference-volume-key.ts';
import replicationcontrollerSelector from './replicationcontroller-selector.ts';
import replicationcontrollerTemplate from './replicationcontroller-template.ts';
import resourcequotaSpec from './resourcequota-spec.ts';
import resourcesClaims from './resources-claims.ts';
import resourcesHugePages from './resources-huge-pages.ts';
import resourcesName from './resources-name.ts';
import resourcesOvercommit from './resources-overcommit.ts';
import resourcesOverhead from './resources-overhead.ts';
import resourcesQuantity from './resources-quantity.ts';
import resourcesQuantityFormat from './resources-quantity-format.ts';
import resourcesRequestAboveLimit from './resources-request-above-limit.ts';
import rollingUpdateNumber from './rolling-update-number.ts';
import rollingUpdatePercent from './rolling-update-percent.ts';
import runtimeclassFields from './runtimeclass-fields.ts';
import schedulingMatchLabelKeys from './scheduling-match-label-keys.ts';
import schedulingNodeAffinity from './scheduling-node-affinity.ts';
import schedulingPodAffinity from './scheduling-pod-affinity.ts';
import schedulingPodAffinityWeight from './scheduling-pod-affinity-weight.ts';
import schedulingToleration from './scheduling-toleration.ts';
import schedulingTolerationEffect from './scheduling-toleration-effect.ts';
import schedulingTopologySpread from './scheduling-topology-spread.ts';
import schedulingTopologySpreadUnique from './scheduling-topology-spread-unique.ts';
import secretData from './secret-data.ts';
import secretDockerConfig from './secret-docker-config.ts';
import secretType from './secret-type.ts';
import securityIds from './security-ids.ts';
import securityPolicies from './security-policies.ts';
import securityPrivilegeEscalation from './security-privilege-escalation.ts';
import securityProcMount from './security-proc-mount.ts';
import securityProfiles from './security-profiles.ts';
import securitySysctls from './security-sysctls.ts';
import selectorLabels from './selector-labels.ts';
import selectorOperator from './selector-operator.ts';
import selectorValues from './selector-values.ts';
import serviceAddresses from './service-addresses.ts';
import serviceExternalName from './service-external-name.ts';
import serviceHeadlessType from './service-headless-type.ts';
import serviceIpFamilies from './service-ip-families.ts';
import serviceLoadBalancerOnly from './service-load-balancer-only.ts';
import serviceNodePort from './service-node-port.ts';
import servicePortName from './service-port-name.ts';
import servicePortNumber from './service-port-number.ts';
import servicePortProtocol from './service-port-protocol.ts';
import servicePortUnique from './service-port-unique.ts';
import servicePortsRequired from './service-ports-required.ts';
import serviceSelectorLabels from './service-selector-labels.ts';
import serviceSessionAffinity from './service-session-affinity.ts';
import serviceTrafficPolicy from './service-traffic-policy.ts';
import serviceType from './service-type.ts';
import statefulsetClaimRetention from './statefulset-claim-retention.ts';
import statefulsetOrdinalsStart from './statefulset-ordinals-start.ts';
import statefulsetPodManagementPolicy from './statefulset-pod-management-policy.ts';
import statefulsetRollingUpdate from './statefulset-rolling-update.ts';
import statefulsetServiceName from './statefulset-service-name.ts';
import statefulsetUpdateStrategy from './statefulset-update-strategy.ts';
import storageclassFields from './storageclass-fields.ts';
import volumeAzureDisk from './volume-azure-disk.ts';
import volumeClaimTemplateName from './volume-claim-template-name.ts';
import volumeClusterTrustBundle from './volume-cluster-trust-bundle.ts';
import volumeCsi from './volume-csi.ts';
import volumeDiskPartition from './volume-disk-partition.ts';
import volumeDownwardApi from './volume-downward-api.ts';
import volumeEmptyDir from './volume-empty-dir.ts';
import volumeEphemeral from './volume-ephemeral.ts';
import volumeFc from './volume-fc.ts';
import volumeFileMode from './volume-file-mode.ts';
import volumeFlexOptions from './volume-flex-options.ts';
import volumeFlocker from './volume-flocker.ts';
import volumeGitRepo from './volume-git-repo.ts';
import volumeGlusterfs from './volume-glusterfs.ts';
import volumeHostPath from './volume-host-path.ts';
import volumeImage from './volume-image.ts';
import volumeIscsi from './volume-iscsi.ts';
import volumeItems from './volume-items.ts';
import volumeName from './volume-name.ts';
import volumeNameUnique from './volume-name-unique.ts';
import volumeNfs from './volume-nfs.ts';
import volumeObjectName from './volume-object-name.ts';
import volumePodCertificate from './volume-pod-certificate.ts';
import volumeProjected from './volume-projected.ts';
import volumeQuobyte from './volume-quobyte.ts';
import volumeSource from './volume-source.ts';
import volumeStorageos from './volume-storageos.ts';
import volumeVendorRequired from './volume-vendor-required.ts';
import warningDeprecatedNodeLabel from './warning-deprecated-node-label.ts';
import warningDeprecatedVolume from './warning-deprecated-volume.ts';
import warningDuplicateEntry from './warning-duplicate-entry.ts';
import warningEnvHidden from './warning-env-hidden.ts';
import warningFractionalBytes from './warning-fractional-bytes.ts';
import warningGracePeriod from './warning-grace-period.ts';
import warningHistoryLimit from './warning-history-limit.ts';
import warningNameDnsLabel from './warning-name-dns-label.ts';
import warningNullSelector from './warning-null-selector.ts';
import warningPortNameShared from './warning-port-name-shared.ts';
import warningPortOverlap from './warning-port-overlap.ts';
import warningServiceIgnored from './warning-service-ignored.ts';
import windowsHostProcess from './windows-host-process.ts';
import windowsOptions from './windows-options.ts';
import workloadActiveDeadline from './workload-active-deadline.ts';
import workloadNegativeNumber from './workload-negative-number.ts';
import workloadRestartPolicy from './workload-restart-policy.ts';
import workloadSelectorEmpty from './workload-selector-empty.ts';
import workloadSelectorMismatch from './workload-selector-mismatch.ts';
import workloadSelectorRequired from './workload-selector-required.ts';
import workloadSelectorUnusable from './workload-selector-unusable.ts';

/** Every rule about one object, in the order in which findings are reported. */
export const rules: readonly Rule[] = [
  configmapData,
  containerImage,
  containerImagePullPolicy,
  containerLifecycleSleep,
  containerName,
  containerNameUnique,
  containerResizePolicy,
  containerRestartPolicy,
  containerTerminationMessagePolicy,
  cronjobConcurrencyPolicy,
  cronjobJobSelector,
  cronjobNameLength,
  cronjobNegativeNumber,
  cronjobSchedule,
  cronjobTimeZone,
  csidriverSpec,
  daemonsetRollingUpdate,
  daemonsetUpdateStrategyType,
  deploymentProgressDeadline,
  deploymentRecreateRollingUpdate,
  deploymentRollingUpdateZero,
  deploymentStrategyType,
  endpointsSubsets,
  endpointsliceEndpoints,
  endpointslicePorts,
  envFieldRef,
  envFileKeyRef,
  envFrom,
  envKeyRef,
  envName,
  envResourceFieldRef,
  envValueFrom,
  ephemeralContainerFields,
  hpaBehavior,
  hpaMetricNames,
  hpaMetricSource,
  hpaMetricTarget,
  hpaReplicas,
  hpaScaleTarget,
  ingressBackend,
  ingressPath,
  ingressSpec,
  ingressclassSpec,
  initLifecycle,
  jobCompletionMode,
  jobIndexedName,
  jobManagedBy,
  jobManualSelector,
  jobNegativeNumber,
  jobPodFailurePolicy,
  jobPodReplacementPolicy,
  jobRestartPolicy,
  jobSuccessPolicy,
  leaseSpec,
  limitrangeLimits,
  metadataAnnotations,
  metadataAnnotationsSize,
  metadataFinalizers,
  metadataGeneration,
  metadataLabels,
  metadataNameFormat,
  metadataNameRequired,
  metadataNamespace,
  metadataOwnerReferences,
  mountDevices,
  mountName,
  mountPath,
  mountPropagation,
  mountRecursiveReadOnly,
  mountSubPath,
  namespaceFinalizers,
  networkpolicyPeer,
  networkpolicyPort,
  networkpolicyTypes,
  nodeSpec,
  pdbBudget,
  pdbUnhealthyPods,
  persistentvolumeNodeAffinity,
  persistentvolumeSource,
  persistentvolumeSpec,
  podActiveDeadline,
  podContainersRequired,
  podDeletionCost,
  podDnsConfig,
  podDnsPolicy,
  podEphemeralContainers,
  podGates,
  podHostAliases,
  podHostNamespaces,
  podHostNetworkPorts,
  podHostname,
  podHostnameOverride,
  podNodeSelector,
  podOs,
  podOsFields,
  podPreemptionPolicy,
  podReferenceNames,
  podResourceClaims,
  podRestartPolicy,
  portHostConflict,
  portName,
  portNameUnique,
  portNumber,
  portProtocol,
  priorityclassFields,
  probeExecCommand,
  probeHandler,
  probeHttpGet,
  probeNegative,
  probePort,
  probeSuccessThreshold,
  probeTerminationGracePeriod,
  pvcAccessModes,
  pvcDataSource,
  pvcStorageRequest,
  pvcVolumeMode,
  rbacAggregation,
  rbacPolicyRule,
  rbacRoleRef,
  rbacSubject,
  referenceProbePort,
  replicationcontrollerSelector,
  replicationcontrollerTemplate,
  resourcequotaSpec,
  resourcesClaims,
  resourcesHugePages,
  resourcesName,
  resourcesOvercommit,
  resourcesOverhead,
  resourcesQuantity,
  resourcesQuantityFormat,
  resourcesRequestAboveLimit,
  rollingUpdateNumber,
  rollingUpdatePercent,
  runtimeclassFields,
  schedulingMatchLabelKeys,
  schedulingNodeAffinity,
  schedulingPodAffinity,
  schedulingPodAffinityWeight,
  schedulingToleration,
  schedulingTolerationEffect,
  schedulingTopologySpread,
  schedulingTopologySpreadUnique,
  secretData,
  secretDockerConfig,
  secretType,
  securityIds,
  securityPolicies,
  securityPrivilegeEscalation,
  securityProcMount,
  securityProfiles,
  securitySysctls,
  selectorLabels,
  selectorOperator,
  selectorValues,
  serviceAddresses,
  serviceExternalName,
  serviceHeadlessType,
  serviceIpFamilies,
  serviceLoadBalancerOnly,
  serviceNodePort,
  servicePortName,
  servicePortNumber,
  servicePortProtocol,
  servicePortUnique,
  servicePortsRequired,
  serviceSelectorLabels,
  serviceSessionAffinity,
  serviceTrafficPolicy,
  serviceType,
  statefulsetClaimRetention,
  statefulsetOrdinalsStart,
  statefulsetPodManagementPolicy,
  statefulsetRollingUpdate,
  statefulsetServiceName,
  statefulsetUpdateStrategy,
  storageclassFields,
  volumeAzureDisk,
  volumeClaimTemplateName,
  volumeClusterTrustBundle,
  volumeCsi,
  volumeDiskPartition,
  volumeDownwardApi,
  volumeEmptyDir,
  volumeEphemeral,
  volumeFc,
  volumeFileMode,
  volumeFlexOptions,
  volumeFlocker,
  volumeGitRepo,
  volumeGlusterfs,
  volumeHostPath,
  volumeImage,
  volumeIscsi,
  volumeItems,
  volumeName,
  volumeNameUnique,
  volumeNfs,
  volumeObjectName,
  volumePodCertificate,
  volumeProjected,
  volumeQuobyte,
  volumeSource,
  volumeStorageos,
  volumeVendorRequired,
  warningDeprecatedNodeLabel,
  warningDeprecatedVolume,
  warningDuplicateEntry,
  warningEnvHidden,
  warningFractionalBytes,
  warningGracePeriod,
  warningHistoryLimit,
  warningNameDnsLabel,
  warningNullSelector,
  warningPortNameShared,
  warningPortOverlap,
  warningServiceIgnored,
  windowsHostProcess,
  windowsOptions,
  workloadActiveDeadline,
  workloadNegativeNumber,
  workloadRestartPolicy,
  workloadSelectorEmpty,
  workloadSelectorMismatch,
  workloadSelectorRequired,
  workloadSelectorUnusable,
];

/** Every rule about several objects. */
export const workspaceRules: readonly WorkspaceRule[] = [
  referenceBudget,
  referenceClass,
  referenceDuplicateObject,
  referenceEnvironment,
  referenceGoverningService,
  referenceIngressBackend,
  referenceIngressSecret,
  referenceNamespace,
  referenceNetworkPolicy,
  referenceNode,
  referenceOverlappingSelectors,
  referencePriorityClass,
  referenceRole,
  referenceScaleTarget,
  referenceScaledReplicas,
  referenceServiceAccount,
  referenceServicePods,
  referenceTargetPort,
  referenceVolume,
  referenceVolumeKey,
];
