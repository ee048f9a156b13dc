import type { FieldPath } from '../kubernetes/path.ts';
import type { FieldShape, Structure } from '../schema/structure.ts';
import { isBefore, type KubernetesVersion, minorOf } from '../schema/versions.ts';
import type { FieldError } from './field-error.ts';

/**
 * Fields (`Type.property`) that an API server knew, and took away before it validated, for their feature gates were off by
 * default; by the first version in which it does not. Source: pkg/features/kube_features.go and the dropDisabledFields of
 * pkg/api/pod/util.go and pkg/registry, of each version.
 */
const droppedBefore: Readonly<Record<string, KubernetesVersion>> = {
  'apps.v1.RollingUpdateStatefulSetStrategy.maxUnavailable': '1.37',
  'autoscaling.v2.HPAScalingRules.tolerance': '1.35',
  'core.v1.Container.restartPolicy': '1.35',
  'core.v1.Container.restartPolicyRules': '1.35',
  'core.v1.EnvVarSource.fileKeyRef': '1.35',
  'core.v1.EphemeralContainer.restartPolicy': '1.35',
  'core.v1.EphemeralContainer.restartPolicyRules': '1.35',
  'core.v1.PodSpec.hostnameOverride': '1.35',
  'core.v1.Volume.image': '1.35',
  'core.v1.VolumeProjection.clusterTrustBundle': '1.37',
  'core.v1.VolumeProjection.podCertificate': '1.37',
};

/** Complaints that a version was the first to have: ours and the server's words for them. */
const saidSince: readonly { readonly version: KubernetesVersion; readonly details: ReadonlySet<string> }[] = [
  {
    // StrictIPCIDRValidation
    version: '1.36',
    details: new Set([
      'must not have leading 0s',
      'must not have leading 0s in IP or prefix length',
      'must not be an IPv4-mapped IPv6 address',
      'must not have an IPv4-mapped IPv6 address',
      'must not have bits set beyond the prefix length',
      "must not be set to 'RestartContainer' for non-sidecar initContainers",
    ]),
  },
];

/** Whether an error that the rules find, which are those of the newest version, is one in the structure's version too. */
export function isErrorIn(structure: Structure, rootType: string, error: FieldError): boolean {
  const version = minorOf(structure);
  if (saidSince.some(({ version: first, details }) => isBefore(version, first) && details.has(error.detail ?? ''))) return false;
  return !isDropped(structure, rootType, error.path);
}

function isDropped(structure: Structure, rootType: string, path: FieldPath): boolean {
  const version = minorOf(structure);
  let shape: FieldShape | undefined = { $ref: rootType };
  for (const part of path) {
    const type: string | undefined = shape?.$ref;
    const own: FieldShape | undefined = type === undefined ? shape : structure.types[type];
    const first = droppedBefore[`${type}.${part}`];
    if (first !== undefined && isBefore(version, first)) return true;
    shape = typeof part === 'number' ? own?.items : (own?.properties?.[part] ?? own?.additionalProperties);
  }
  return false;
}
