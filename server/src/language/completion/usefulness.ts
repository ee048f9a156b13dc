/** The fields that people write, in the order in which they write them, by type. Others follow in the alphabet. */
const order: Readonly<Record<string, readonly string[]>> = {
  'meta.v1.ObjectMeta': ['name', 'namespace', 'labels', 'annotations', 'generateName'],
  'apps.v1.DeploymentSpec': [
    'replicas',
    'selector',
    'template',
    'strategy',
    'minReadySeconds',
    'revisionHistoryLimit',
    'progressDeadlineSeconds',
  ],
  'apps.v1.StatefulSetSpec': [
    'serviceName',
    'replicas',
    'selector',
    'template',
    'volumeClaimTemplates',
    'updateStrategy',
    'podManagementPolicy',
  ],
  'apps.v1.DaemonSetSpec': ['selector', 'template', 'updateStrategy'],
  'apps.v1.ReplicaSetSpec': ['replicas', 'selector', 'template'],
  'batch.v1.JobSpec': ['template', 'backoffLimit', 'completions', 'parallelism', 'ttlSecondsAfterFinished'],
  'batch.v1.CronJobSpec': ['schedule', 'jobTemplate', 'concurrencyPolicy', 'timeZone'],
  'core.v1.PodTemplateSpec': ['metadata', 'spec'],
  'core.v1.PodSpec': [
    'containers',
    'initContainers',
    'volumes',
    'serviceAccountName',
    'securityContext',
    'nodeSelector',
    'affinity',
    'tolerations',
    'topologySpreadConstraints',
    'terminationGracePeriodSeconds',
    'restartPolicy',
    'imagePullSecrets',
    'priorityClassName',
  ],
  'core.v1.Container': [
    'name',
    'image',
    'command',
    'args',
    'ports',
    'env',
    'envFrom',
    'resources',
    'volumeMounts',
    'readinessProbe',
    'livenessProbe',
    'startupProbe',
    'securityContext',
    'imagePullPolicy',
    'lifecycle',
  ],
  'core.v1.ContainerPort': ['name', 'containerPort', 'protocol'],
  'core.v1.EnvVar': ['name', 'value', 'valueFrom'],
  'core.v1.Probe': [
    'httpGet',
    'tcpSocket',
    'exec',
    'grpc',
    'periodSeconds',
    'failureThreshold',
    'timeoutSeconds',
    'initialDelaySeconds',
  ],
  'core.v1.HTTPGetAction': ['path', 'port'],
  'core.v1.ResourceRequirements': ['requests', 'limits'],
  'core.v1.ServiceSpec': ['selector', 'ports', 'type', 'clusterIP', 'sessionAffinity'],
  'core.v1.ServicePort': ['name', 'port', 'targetPort', 'protocol', 'nodePort'],
  'core.v1.Volume': ['name', 'configMap', 'secret', 'emptyDir', 'persistentVolumeClaim', 'projected', 'hostPath'],
  'core.v1.VolumeMount': ['name', 'mountPath', 'subPath', 'readOnly'],
  'core.v1.PersistentVolumeClaimSpec': ['accessModes', 'resources', 'storageClassName'],
  'networking.v1.IngressSpec': ['ingressClassName', 'rules', 'tls', 'defaultBackend'],
  'autoscaling.v2.HorizontalPodAutoscalerSpec': ['scaleTargetRef', 'minReplicas', 'maxReplicas', 'metrics', 'behavior'],
};

const roots = ['apiVersion', 'kind', 'metadata', 'spec', 'data', 'stringData'];

/** Fields that the server fills in, or that nobody should use. */
const last: ReadonlySet<string> = new Set([
  'status',
  'managedFields',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'resourceVersion',
  'selfLink',
  'uid',
  'ephemeralContainers',
  'serviceAccount',
]);

/** Smaller is more useful. */
export function rankOfField(type: string | undefined, field: string, isRequired: boolean): number {
  const list = (type === undefined ? undefined : order[type]) ?? roots;
  const place = list.indexOf(field);
  if (isRequired) return place < 0 ? 50 : place;
  if (place >= 0) return 100 + place;
  return last.has(field) ? 300 : 200;
}

/** Kinds that are written by hand every day. */
export const commonKinds: readonly string[] = [
  'Deployment',
  'Service',
  'ConfigMap',
  'Secret',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Ingress',
  'PersistentVolumeClaim',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'NetworkPolicy',
  'ServiceAccount',
  'Namespace',
  'Role',
  'RoleBinding',
  'Pod',
];
