import { semanticEqual } from '../kubernetes/equality.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import { type FieldError, forbidden, invalid } from './field-error.ts';

/**
 * What may not change in an object that exists. Both objects are defaulted.
 * Source: pkg/apis/{apps,batch,core}/validation/validation.go (Validate*Update)
 */
export function updateErrors(next: KubernetesObject, old: KubernetesObject): readonly FieldError[] {
  const immutable = (immutableFields[next.kind] ?? []).flatMap((path) => immutableField(next, old, path));
  return [...immutable, ...(special[next.kind]?.(next, old) ?? [])];
}

const selector: FieldPath = ['spec', 'selector'];

const immutableFields: Readonly<Record<string, readonly FieldPath[]>> = {
  Deployment: [selector],
  ReplicaSet: [selector],
  DaemonSet: [selector],
  StatefulSet: [selector, ['spec', 'volumeClaimTemplates'], ['spec', 'serviceName'], ['spec', 'podManagementPolicy']],
  Job: [
    selector,
    ['spec', 'completionMode'],
    ['spec', 'podFailurePolicy'],
    ['spec', 'backoffLimitPerIndex'],
    ['spec', 'managedBy'],
  ],
  Secret: [['type']],
  StorageClass: [['parameters'], ['provisioner'], ['reclaimPolicy'], ['volumeBindingMode']],
  PriorityClass: [['value'], ['preemptionPolicy']],
  RoleBinding: [['roleRef']],
  ClusterRoleBinding: [['roleRef']],
};

function immutableField(next: KubernetesObject, old: KubernetesObject, path: FieldPath): FieldError[] {
  const value = valueAt(next, path);
  return semanticEqual(value, valueAt(old, path)) ? [] : [invalid(path, value ?? null, 'field is immutable')];
}

type Check = (next: KubernetesObject, old: KubernetesObject) => readonly FieldError[];

const special: Readonly<Record<string, Check>> = {
  Pod: podErrors,
  PersistentVolumeClaim: claimErrors,
  ConfigMap: (next, old) => immutableDataErrors(next, old, ['data', 'binaryData']),
  Secret: (next, old) => immutableDataErrors(next, old, ['data']),
  Service: serviceErrors,
};

/** ConfigMaps and Secrets that say `immutable: true`. */
function immutableDataErrors(next: KubernetesObject, old: KubernetesObject, fields: readonly string[]): readonly FieldError[] {
  if (valueAt(old, ['immutable']) !== true) return [];
  const detail = 'field is immutable when `immutable` is set';
  const unset = valueAt(next, ['immutable']) === true ? [] : [forbidden(['immutable'], detail)];
  const changed = fields.filter((field) => !semanticEqual(valueAt(next, [field]), valueAt(old, [field])));
  return [...unset, ...changed.map((field) => forbidden([field], detail))];
}

const updatablePodFields = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
].join(',');

function podErrors(next: KubernetesObject, old: KubernetesObject): readonly FieldError[] {
  const counts = ['containers', 'initContainers'].map(
    (list) => [lengthAt(next, ['spec', list]), lengthAt(old, ['spec', list])] as const,
  );
  const names = ['containers', 'initContainers'] as const;
  const changed = names.filter((_, index) => counts[index]?.[0] !== counts[index]?.[1]);
  if (changed.length > 0) return changed.map((list) => forbidden(['spec', list], 'pod updates may not add or remove containers'));
  if (semanticEqual(withoutUpdatable(next), withoutUpdatable(old))) return [];
  return [forbidden(['spec'], `pod updates may not change fields other than ${updatablePodFields}`)];
}

/** A pod's spec without what an update may touch. Node name, priority and volumes that admission added stay in both. */
function withoutUpdatable(object: KubernetesObject): unknown {
  const spec = valueAt(object, ['spec']) as Record<string, unknown>;
  const { activeDeadlineSeconds: _, tolerations: __, schedulingGates: ___, ...rest } = spec;
  const withoutImages = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((item: Record<string, unknown>) => ({ ...item, image: undefined })) : list;
  return { ...rest, containers: withoutImages(rest.containers), initContainers: withoutImages(rest.initContainers) };
}

function claimErrors(next: KubernetesObject, old: KubernetesObject): readonly FieldError[] {
  const isBound = valueAt(old, ['status', 'phase']) === 'Bound';
  const comparable = (object: KubernetesObject): unknown => {
    const { volumeName: _, resources, volumeAttributesClassName, ...spec } = valueAt(object, ['spec']) as Record<string, unknown>;
    return isBound ? spec : { ...spec, resources, volumeAttributesClassName };
  };
  if (semanticEqual(comparable(next), comparable(old))) return [];
  const detail = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  return [forbidden(['spec'], detail)];
}

function serviceErrors(next: KubernetesObject, old: KubernetesObject): readonly FieldError[] {
  const types = [next, old].map((object) => valueAt(object, ['spec', 'type']));
  if (types.includes('ExternalName')) return [];
  const before = valueAt(old, ['spec', 'clusterIP']);
  const after = valueAt(next, ['spec', 'clusterIP']);
  if (before === undefined || before === after) return [];
  return [invalid({ path: ['spec', 'clusterIP'], field: 'spec.clusterIPs[0]' }, [after ?? ''], 'may not change once set')];
}

function lengthAt(object: KubernetesObject, path: FieldPath): number {
  const value = valueAt(object, path);
  return Array.isArray(value) ? value.length : 0;
}

function valueAt(object: KubernetesObject, path: FieldPath): unknown {
  return path.reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], object);
}
