import type { ApiTypes } from '../kubernetes/api.ts';
import { type FieldPath, valueAt } from '../kubernetes/path.ts';
import type { Schema } from '../schema/index.ts';
import type { JsonObject } from '../workspace/index.ts';

export type ObjectType = keyof ApiTypes;

/** A field of an object, as written. */
export interface FieldSite {
  /** The object as written. */
  readonly object: JsonObject;
  /** Path of the field in it. */
  readonly path: FieldPath;
  /** Where references of the object look: its namespace. */
  readonly namespace: string;
}

/** Fields that hold the name of an object in the same namespace, by `Type.property`. */
const namedTypes: Readonly<Record<string, ObjectType>> = {
  'core.v1.ConfigMapKeySelector.name': 'core.v1.ConfigMap',
  'core.v1.ConfigMapEnvSource.name': 'core.v1.ConfigMap',
  'core.v1.ConfigMapVolumeSource.name': 'core.v1.ConfigMap',
  'core.v1.ConfigMapProjection.name': 'core.v1.ConfigMap',
  'core.v1.SecretKeySelector.name': 'core.v1.Secret',
  'core.v1.SecretEnvSource.name': 'core.v1.Secret',
  'core.v1.SecretVolumeSource.secretName': 'core.v1.Secret',
  'core.v1.SecretProjection.name': 'core.v1.Secret',
  'networking.v1.IngressTLS.secretName': 'core.v1.Secret',
  'core.v1.PersistentVolumeClaimVolumeSource.claimName': 'core.v1.PersistentVolumeClaim',
  'core.v1.PodSpec.serviceAccountName': 'core.v1.ServiceAccount',
  'core.v1.PodSpec.priorityClassName': 'scheduling.v1.PriorityClass',
  'core.v1.PersistentVolumeClaimSpec.storageClassName': 'storage.v1.StorageClass',
  'apps.v1.StatefulSetSpec.serviceName': 'core.v1.Service',
  'networking.v1.IngressServiceBackend.name': 'core.v1.Service',
  'networking.v1.IngressSpec.ingressClassName': 'networking.v1.IngressClass',
};

/** Kinds of those that live outside namespaces. */
const clusterWide: ReadonlySet<ObjectType> = new Set([
  'scheduling.v1.PriorityClass',
  'storage.v1.StorageClass',
  'networking.v1.IngressClass',
]);

/** The type of the objects that a field names; undefined for a field that names none. */
export function referencedType(
  schema: Schema,
  fieldKey: string | undefined,
  { object, path }: FieldSite,
): ObjectType | undefined {
  if (fieldKey === undefined) return undefined;
  const parent = valueAt(object, path.slice(0, -1)) as JsonObject | undefined;
  if (fieldKey === 'core.v1.LocalObjectReference.name') return path.includes('imagePullSecrets') ? 'core.v1.Secret' : undefined;
  if (/^autoscaling\.v\d+\.CrossVersionObjectReference\.name$/.test(fieldKey)) {
    return schema.kind(text(parent?.apiVersion), text(parent?.kind))?.type as ObjectType | undefined;
  }
  if (/^rbac\.v1\.RoleRef\.name$/.test(fieldKey)) {
    return parent?.kind === 'ClusterRole' ? 'rbac.v1.ClusterRole' : 'rbac.v1.Role';
  }
  return namedTypes[fieldKey];
}

export function namespaceFor(type: ObjectType, { namespace }: FieldSite): string {
  return clusterWide.has(type) || type === 'rbac.v1.ClusterRole' ? '' : namespace;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
