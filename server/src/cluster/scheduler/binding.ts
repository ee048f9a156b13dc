import type { Node, PersistentVolume, PersistentVolumeClaim, Pod, PodCondition, PodStatus } from '../../kubernetes/api.ts';
import { podCondition } from '../../kubernetes/pod-status.ts';
import { selectedNodeAnnotation } from './pod-claims.ts';

/** The objects that the scheduler writes. */

const topologyLabels = ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'];

/**
 * The pod as the binding subresource leaves it: with its node, the node's zone and region among its labels, and the
 * condition PodScheduled. Its generation does not rise.
 * Source: pkg/registry/core/pod/storage/storage.go (BindingREST), plugin/pkg/admission/podtopologylabels
 */
export function boundPod(pod: Pod, node: Node, timestamp: string): Pod {
  const labels = { ...pod.metadata.labels };
  for (const key of topologyLabels) {
    const value = node.metadata.labels?.[key];
    if (value !== undefined) labels[key] = value;
  }
  const { nominatedNodeName: _, ...status } =
    withCondition(pod, { type: 'PodScheduled', status: 'True' }, timestamp) ?? pod.status ?? {};
  return {
    ...pod,
    metadata: { ...pod.metadata, ...(pod.metadata.labels || Object.keys(labels).length > 0 ? { labels } : {}) },
    spec: { ...pod.spec, containers: pod.spec?.containers ?? [], nodeName: node.metadata.name },
    status,
  };
}

export type FailureReason = 'Unschedulable' | 'SchedulerError';

/** The pod with the condition that says why it has no node; undefined when that is what it says already. */
export function unscheduledPod(pod: Pod, reason: FailureReason, message: string, timestamp: string): Pod | undefined {
  const observedGeneration = pod.metadata.generation;
  const condition = { type: 'PodScheduled', status: 'False', reason, message, observedGeneration };
  const status = withCondition(pod, condition, timestamp);
  const isNominated = pod.status?.nominatedNodeName !== undefined;
  if (!status && !isNominated) return undefined;
  const { nominatedNodeName: _, ...rest } = status ?? pod.status ?? {};
  return { ...pod, status: rest };
}

/** The pod while its volumes are being made on the node. */
export function nominatedPod(pod: Pod, nodeName: string): Pod {
  return { ...pod, status: { ...pod.status, nominatedNodeName: nodeName } };
}

/** Status with a condition set; undefined when nothing changes. Source: pkg/api/v1/pod/util.go (UpdatePodCondition) */
function withCondition(pod: Pod, wanted: PodCondition, timestamp: string): PodStatus | undefined {
  const existing = podCondition(pod, wanted.type);
  const isSame =
    existing?.status === wanted.status &&
    existing.reason === wanted.reason &&
    existing.message === wanted.message &&
    existing.observedGeneration === wanted.observedGeneration;
  if (isSame) return undefined;
  const lastTransitionTime = existing?.status === wanted.status ? existing.lastTransitionTime : timestamp;
  const condition: PodCondition = { ...wanted, lastTransitionTime };
  const conditions = pod.status?.conditions ?? [];
  const updated = existing ? conditions.map((other) => (other === existing ? condition : other)) : [...conditions, condition];
  return { ...pod.status, conditions: updated };
}

export function claimWithNode(claim: PersistentVolumeClaim, nodeName: string): PersistentVolumeClaim {
  const annotations = { ...claim.metadata.annotations, [selectedNodeAnnotation]: nodeName };
  return { ...claim, metadata: { ...claim.metadata, annotations } };
}

/** Source: staging/src/k8s.io/component-helpers/storage/volume/pv_helpers.go (GetBindVolumeToClaim) */
export function volumeForClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { name, namespace, uid, resourceVersion } = claim.metadata;
  const annotations = { ...volume.metadata.annotations, 'pv.kubernetes.io/bound-by-controller': 'yes' };
  const claimRef = { kind: 'PersistentVolumeClaim', apiVersion: 'v1', namespace, name, uid, resourceVersion };
  return { ...volume, metadata: { ...volume.metadata, annotations }, spec: { ...volume.spec, claimRef } };
}
