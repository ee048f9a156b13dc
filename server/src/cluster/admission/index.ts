import type { KubernetesObject } from '../../kubernetes/object.ts';
import type { Reader } from '../engine/types.ts';
import { defaultIngressClass } from './default-ingress-class.ts';
import { defaultStorageClass } from './default-storage-class.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { type Admission, type AdmissionPlugin, admitted } from './plugin.ts';
import { podTopologyLabels } from './pod-topology-labels.ts';
import { priority } from './priority.ts';
import { serviceAccount } from './service-account.ts';
import { storageObjectInUseProtection } from './storage-object-in-use-protection.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

/**
 * The plug-ins that are on by default and matter here, in the API server's order.
 * Source: pkg/kubeapiserver/options/plugins.go; https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
 */
export const admissionPlugins: readonly AdmissionPlugin[] = [
  namespaceLifecycle,
  serviceAccount,
  taintNodesByCondition,
  priority,
  defaultTolerationSeconds,
  defaultStorageClass,
  storageObjectInUseProtection,
  defaultIngressClass,
  podTopologyLabels,
];

/** Leads a new object, its defaults set, through admission. The first refusal is the last word. */
export function admitCreate(object: KubernetesObject, read: Reader, random: () => number): Admission {
  let current = admitted(object);
  for (const plugin of admissionPlugins) {
    if (!current.ok) return current;
    if (plugin.kinds && !plugin.kinds.includes(object.kind)) continue;
    current = plugin.admit(current.object, { read, random });
  }
  return current;
}
