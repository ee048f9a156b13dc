import type { KubernetesObject } from '../kubernetes/object.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Part of the cluster itself: in kube-system, and not applied by the user. */
export function isSystem({ metadata }: KubernetesObject): boolean {
  return metadata.namespace === 'kube-system' && metadata.annotations?.[lastApplied] === undefined;
}
