import type { FieldType } from '../schema/index.ts';

/** Groups whose anchors carry another name than the type's package. */
const anchorGroups: Readonly<Record<string, string>> = {
  admissionregistration: 'admissionregistration-k8s-io',
  certificates: 'certificates-k8s-io',
  coordination: 'coordination-k8s-io',
  discovery: 'discovery-k8s-io',
  events: 'events-k8s-io',
  flowcontrol: 'flowcontrol-apiserver-k8s-io',
  networking: 'networking-k8s-io',
  node: 'node-k8s-io',
  rbac: 'rbac-authorization-k8s-io',
  resource: 'resource-k8s-io',
  scheduling: 'scheduling-k8s-io',
  storage: 'storage-k8s-io',
};

/**
 * The type's place in the API reference of the version: the type that has the field, or the field's own type where it
 * has one. Undefined for types that have no place of their own there.
 */
export function referenceLink({ key, type }: FieldType, kubernetesVersion: string): string | undefined {
  const name = key?.slice(0, key.lastIndexOf('.')) ?? type;
  const match = /^(\w+)\.(v\w+)\.(\w+)$/.exec(name ?? '');
  if (!match) return undefined;
  const [, group = '', version = '', kind = ''] = match;
  if (group === 'drydock') return undefined;
  const minor = kubernetesVersion.split('.').slice(0, 2).join('.');
  return `https://kubernetes.io/docs/reference/generated/kubernetes-api/v${minor}/#${kind.toLowerCase()}-${version}-${anchorGroups[group] ?? group}`;
}
