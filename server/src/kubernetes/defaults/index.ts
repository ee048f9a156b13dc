import { type FieldPath, valueAt } from '../path.ts';
import {
  admissionPolicyBindingDefaults,
  admissionPolicyDefaults,
  mutatingWebhookDefaults,
  validatingWebhookDefaults,
} from './admission.ts';
import { autoscalerDefaults, autoscalerV1Defaults } from './autoscaling.ts';
import { cronJobDefaults, jobDefaults } from './batch.ts';
import { claimDefaults } from './claims.ts';
import {
  flowSchemaDefaults,
  ingressClassDefaults,
  limitRangeDefaults,
  namespaceDefaults,
  networkPolicyDefaults,
  nodeDefaults,
  priorityClassDefaults,
  priorityLevelDefaults,
  resourceQuotaDefaults,
  roleBindingDefaults,
  secretDefaults,
} from './cluster.ts';
import { type Edit, inStruct, isObject, type Json } from './edit.ts';
import { podDefaults, podTemplateDefaults } from './pods.ts';
import { endpointSliceDefaults, endpointsDefaults, serviceDefaults } from './services.ts';
import { csiDriverDefaults, persistentVolumeDefaults, storageClassDefaults, volumeAttachmentDefaults } from './storage.ts';
import {
  daemonSetDefaults,
  deploymentDefaults,
  replicaSetDefaults,
  replicationControllerDefaults,
  statefulSetDefaults,
} from './workloads.ts';

/** Kinds that are not here have no defaults. By `group/version/Kind`. */
const defaultsByKind: Readonly<Record<string, Edit>> = {
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicy': admissionPolicyDefaults,
  'admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding': admissionPolicyBindingDefaults,
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration': mutatingWebhookDefaults,
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy': admissionPolicyDefaults,
  'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding': admissionPolicyBindingDefaults,
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration': validatingWebhookDefaults,
  'apps/v1/DaemonSet': daemonSetDefaults,
  'apps/v1/Deployment': deploymentDefaults,
  'apps/v1/ReplicaSet': replicaSetDefaults,
  'apps/v1/StatefulSet': statefulSetDefaults,
  'autoscaling/v1/HorizontalPodAutoscaler': autoscalerV1Defaults,
  'autoscaling/v2/HorizontalPodAutoscaler': autoscalerDefaults,
  'batch/v1/CronJob': cronJobDefaults,
  'batch/v1/Job': jobDefaults,
  'discovery.k8s.io/v1/EndpointSlice': endpointSliceDefaults,
  'flowcontrol.apiserver.k8s.io/v1/FlowSchema': flowSchemaDefaults,
  'flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration': priorityLevelDefaults,
  'networking.k8s.io/v1/IngressClass': ingressClassDefaults,
  'networking.k8s.io/v1/NetworkPolicy': networkPolicyDefaults,
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': roleBindingDefaults,
  'rbac.authorization.k8s.io/v1/RoleBinding': roleBindingDefaults,
  'scheduling.k8s.io/v1/PriorityClass': priorityClassDefaults,
  'storage.k8s.io/v1/CSIDriver': csiDriverDefaults,
  'storage.k8s.io/v1/StorageClass': storageClassDefaults,
  'storage.k8s.io/v1/VolumeAttachment': volumeAttachmentDefaults,
  'v1/Endpoints': endpointsDefaults,
  'v1/LimitRange': limitRangeDefaults,
  'v1/Namespace': namespaceDefaults,
  'v1/Node': nodeDefaults,
  'v1/PersistentVolume': persistentVolumeDefaults,
  'v1/PersistentVolumeClaim': claimDefaults,
  'v1/Pod': podDefaults,
  'v1/PodTemplate': inStruct('template', podTemplateDefaults),
  'v1/ReplicationController': replicationControllerDefaults,
  'v1/ResourceQuota': resourceQuotaDefaults,
  'v1/Secret': secretDefaults,
  'v1/Service': serviceDefaults,
};

/** The least that is needed to find an object's defaults. */
export interface Typed {
  readonly apiVersion?: unknown;
  readonly kind?: unknown;
}

/**
 * The object with the defaults of the API server 1.37 filled in. What is given is never changed; what needs no default is
 * shared with the result, and an object that lacks nothing is returned itself. Struct fields of the Go types that hold
 * defaults exist afterwards even if they were not written (`spec`, `template`, `strategy`).
 * Source: pkg/apis/<group>/<version>/{defaults,zz_generated.defaults}.go
 */
export function applyDefaults<T extends Typed>(object: T): T {
  const edit = defaultsByKind[`${String(object.apiVersion)}/${String(object.kind)}`];
  return edit === undefined ? object : (edit(object as unknown as Json) as unknown as T);
}

/**
 * What a field would become if it were not written, or undefined if it has no default there. `object` gives the
 * surroundings: the default of `imagePullPolicy` depends on the image beside it.
 */
export function describeDefault(kindKey: string, path: FieldPath, object: unknown): { readonly value: unknown } | undefined {
  const separator = kindKey.lastIndexOf('/');
  const typed = {
    ...(isObject(object) ? object : {}),
    apiVersion: kindKey.slice(0, separator),
    kind: kindKey.slice(separator + 1),
  };
  const value = valueAt(applyDefaults(withoutField(typed, path) as Typed), path);
  return value === undefined ? undefined : { value };
}

/** A copy without the field; the list item or object around it stays. */
function withoutField(value: unknown, path: FieldPath): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === part ? withoutField(item, rest) : item));
  }
  if (!isObject(value) || !(part in value)) return value;
  if (rest.length > 0) return { ...value, [part]: withoutField(value[part], rest) };
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== part));
}
