import type { FieldPath } from '../kubernetes/path.ts';
import type { FieldShape, Structure } from '../schema/structure.ts';

/**
 * The order in which the API server checks the fields of a type, where that is another than the structure's. What is
 * not listed comes after. Source: the Validate functions of pkg/apis/{core,apps}/validation/validation.go
 */
const checkedInOrder: Readonly<Record<string, readonly string[]>> = {
  'meta.v1.ObjectMeta': ['generateName', 'name', 'namespace', 'labels', 'annotations', 'ownerReferences', 'finalizers'],
  'apps.v1.DeploymentSpec': ['replicas', 'selector', 'template', 'strategy', 'minReadySeconds', 'revisionHistoryLimit'],
  'apps.v1.ReplicaSetSpec': ['replicas', 'minReadySeconds', 'selector', 'template'],
  'apps.v1.DaemonSetSpec': ['selector', 'template', 'minReadySeconds', 'updateStrategy', 'revisionHistoryLimit'],
  'apps.v1.StatefulSetSpec': [
    'podManagementPolicy',
    'updateStrategy',
    'persistentVolumeClaimRetentionPolicy',
    'volumeClaimTemplates',
    'replicas',
    'minReadySeconds',
    'ordinals',
    'serviceName',
    'selector',
    'template',
  ],
  'meta.v1.LabelSelector': ['matchLabels', 'matchExpressions'],
  'meta.v1.LabelSelectorRequirement': ['operator', 'key', 'values'],
  'core.v1.PodSpec': [
    'volumes',
    'resourceClaims',
    'containers',
    'initContainers',
    'ephemeralContainers',
    'resources',
    'restartPolicy',
    'dnsPolicy',
    'nodeSelector',
    'securityContext',
    'shareProcessNamespace',
    'affinity',
    'dnsConfig',
    'readinessGates',
    'schedulingGates',
    'topologySpreadConstraints',
    'hostNetwork',
    'hostPID',
    'hostIPC',
    'hostnameOverride',
    'serviceAccountName',
    'nodeName',
    'activeDeadlineSeconds',
    'hostname',
    'subdomain',
    'tolerations',
    'hostAliases',
    'priorityClassName',
    'runtimeClassName',
    'preemptionPolicy',
    'overhead',
    'os',
  ],
  'core.v1.Container': [
    'name',
    'image',
    'terminationMessagePolicy',
    'ports',
    'env',
    'envFrom',
    'volumeMounts',
    'volumeDevices',
    'imagePullPolicy',
    'resources',
    'resizePolicy',
    'securityContext',
    'lifecycle',
    'livenessProbe',
    'readinessProbe',
    'startupProbe',
    'restartPolicy',
  ],
  'core.v1.Probe': [
    'exec',
    'httpGet',
    'tcpSocket',
    'grpc',
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ],
  'core.v1.HTTPGetAction': ['path', 'port', 'scheme', 'httpHeaders'],
  'core.v1.PodDNSConfig': ['nameservers', 'searches', 'options'],
  'core.v1.HostAlias': ['ip', 'hostnames'],
  'core.v1.NodeAffinity': ['requiredDuringSchedulingIgnoredDuringExecution'],
  'core.v1.PodAffinity': ['requiredDuringSchedulingIgnoredDuringExecution'],
  'core.v1.PodAntiAffinity': ['requiredDuringSchedulingIgnoredDuringExecution'],
  'core.v1.PodAffinityTerm': [
    'labelSelector',
    'namespaceSelector',
    'namespaces',
    'matchLabelKeys',
    'mismatchLabelKeys',
    'topologyKey',
  ],
  'core.v1.PreferredSchedulingTerm': ['weight', 'preference'],
  'core.v1.WeightedPodAffinityTerm': ['weight', 'podAffinityTerm'],
  'core.v1.NodeSelectorRequirement': ['operator', 'key', 'values'],
  'core.v1.FileKeySelector': ['key', 'volumeName', 'path'],
  'apps.v1.RollingUpdateDeployment': ['maxUnavailable', 'maxSurge'],
  'apps.v1.RollingUpdateDaemonSet': ['maxUnavailable', 'maxSurge'],
  'core.v1.ContainerPort': ['name', 'containerPort', 'hostPort', 'protocol'],
  'core.v1.VolumeMount': ['name', 'mountPath', 'subPath', 'subPathExpr', 'mountPropagation', 'recursiveReadOnly'],
  'core.v1.VolumeDevice': ['name', 'devicePath'],
  'core.v1.ConfigMapKeySelector': ['name', 'key'],
  'core.v1.SecretKeySelector': ['name', 'key'],
  'core.v1.SecretVolumeSource': ['secretName', 'defaultMode', 'items'],
  'core.v1.ConfigMapVolumeSource': ['name', 'defaultMode', 'items'],
  'core.v1.KeyToPath': ['key', 'path', 'mode'],
  'core.v1.Toleration': ['key', 'operator', 'value', 'effect'],
  'core.v1.TopologySpreadConstraint': ['maxSkew', 'topologyKey', 'whenUnsatisfiable', 'minDomains'],
};

/** A volume's name is checked after its source. */
const checkedLast: Readonly<Record<string, string>> = { 'core.v1.Volume': 'name' };

/** Compares the places of two complaints about one object: which of them the API server makes first. */
export function compareCheckOrder(structure: Structure, type: string): (a: FieldPath, b: FieldPath) => number {
  return (a, b) => {
    let shape: FieldShape | undefined = { $ref: type };
    for (let depth = 0; depth < Math.min(a.length, b.length); depth++) {
      const [one, two] = [a[depth], b[depth]];
      let name: string | undefined;
      while (shape?.$ref !== undefined) {
        name = shape.$ref;
        shape = structure.types[shape.$ref];
      }
      if (one !== two) return compareParts(name, shape, one, two);
      shape = typeof one === 'number' ? shape?.items : (shape?.properties?.[String(one)] ?? shape?.additionalProperties);
    }
    return a.length - b.length;
  };
}

function compareParts(type: string | undefined, shape: FieldShape | undefined, a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [one, two] = [rank(type, shape, String(a)), rank(type, shape, String(b))];
  if (one !== two) return one - two;
  return String(a) < String(b) ? -1 : 1;
}

const afterAll = 10_000;

function rank(type: string | undefined, shape: FieldShape | undefined, name: string): number {
  if (shape?.properties === undefined) return 0;
  if (type !== undefined && checkedLast[type] === name) return afterAll;
  const ordered = type === 'core.v1.EphemeralContainer' ? 'core.v1.Container' : type;
  const inOrder = (ordered === undefined ? undefined : checkedInOrder[ordered]) ?? ['metadata'];
  const listed = inOrder.indexOf(name);
  return listed >= 0 ? listed : inOrder.length + Object.keys(shape.properties).indexOf(name);
}
