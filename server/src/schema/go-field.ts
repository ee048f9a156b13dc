import type { FieldPath } from '../kubernetes/path.ts';
import type { FieldShape, Structure } from './structure.ts';

/** Where a field stands in Go's eyes, as its JSON decoder names it in an error about types. */
export interface GoField {
  /** Name of the innermost struct, for example `DeploymentSpec`. */
  readonly struct: string;
  /** JSON names from the root, without list indexes and map keys: `spec.replicas`. */
  readonly path: string;
  readonly shape: FieldShape;
}

/** Fields of a struct that come from another struct embedded in it: the decoder names that one too. */
const embedded: Readonly<Record<string, { readonly name: string; readonly own: readonly string[] }>> = {
  'core.v1.Probe': {
    name: 'ProbeHandler',
    own: [
      'initialDelaySeconds',
      'timeoutSeconds',
      'periodSeconds',
      'successThreshold',
      'failureThreshold',
      'terminationGracePeriodSeconds',
    ],
  },
  'core.v1.Volume': { name: 'VolumeSource', own: ['name'] },
  'core.v1.EphemeralContainer': { name: 'EphemeralContainerCommon', own: ['targetContainerName'] },
  'core.v1.ConfigMapEnvSource': { name: 'LocalObjectReference', own: ['optional'] },
  'core.v1.SecretEnvSource': { name: 'LocalObjectReference', own: ['optional'] },
  'core.v1.ConfigMapKeySelector': { name: 'LocalObjectReference', own: ['key', 'optional'] },
  'core.v1.SecretKeySelector': { name: 'LocalObjectReference', own: ['key', 'optional'] },
  'core.v1.ConfigMapProjection': { name: 'LocalObjectReference', own: ['items', 'optional'] },
  'core.v1.SecretProjection': { name: 'LocalObjectReference', own: ['items', 'optional'] },
  'core.v1.ConfigMapVolumeSource': { name: 'LocalObjectReference', own: ['items', 'defaultMode', 'optional'] },
  'core.v1.PersistentVolumeSpec': {
    name: 'PersistentVolumeSource',
    own: [
      'capacity',
      'accessModes',
      'claimRef',
      'persistentVolumeReclaimPolicy',
      'storageClassName',
      'mountOptions',
      'volumeMode',
      'nodeAffinity',
      'volumeAttributesClassName',
    ],
  },
};

/** Follows a path from a type. */
export function goField(structure: Structure, rootType: string, path: FieldPath): GoField {
  const names: string[] = [];
  let struct = '';
  let shape: FieldShape = { $ref: rootType };
  for (const part of path) {
    const typeName: string | undefined = shape.$ref;
    const resolved: FieldShape = typeName === undefined ? shape : (structure.types[typeName] ?? {});
    if (resolved.properties) {
      const property = String(part);
      const inline = typeName === undefined ? undefined : embedded[typeName];
      if (inline && !inline.own.includes(property)) names.push(inline.name);
      names.push(property);
      struct = typeName?.split('.').at(-1) ?? '';
    }
    shape = resolved.properties?.[String(part)] ?? resolved.items ?? resolved.additionalProperties ?? {};
  }
  return { struct, path: names.join('.'), shape };
}
