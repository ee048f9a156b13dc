import type { Node, Pod, PodStatus } from '../../kubernetes/api.ts';
import { refOf } from '../../kubernetes/object.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import {
  type Action,
  type Change,
  type Controller,
  keyOf,
  type Reader,
  type ReconcileContext,
  type VirtualMs,
} from '../engine/types.ts';
import { isNodeReady } from './node-health.ts';
import { withPodCondition } from './pod-conditions.ts';

/** The collector looks every 20 s, and gives a node that it does not find 40 s to show up. */
const checkMs = 20_000;
const quarantineMs = 40_000;

const outOfService = 'node.kubernetes.io/out-of-service';

/** Why nobody but the collector would ever remove a pod. */
type Garbage = 'node-gone' | 'out-of-service' | 'unscheduled';

export interface PodGcObservation {
  readonly pod: Pod;
  readonly garbage: Garbage | undefined;
  /** When the pod may be removed; known from the second look on. */
  readonly dueAt: VirtualMs | undefined;
}

/**
 * Removes pods that no kubelet will: those of nodes that are gone or out of service, and terminating ones without a node.
 * The threshold of 12,500 finished pods is not modelled.
 * Source: pkg/controller/podgc/gc_controller.go; https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-garbage-collection
 */
export const podGcController: Controller<PodGcObservation> = {
  name: 'pod-garbage-collector-controller',
  watches: {
    Pod: (change, read) => (change.type !== 'deleted' && garbageOf(change.object, read) ? [keyOf(change.object)] : []),
    Node: podsConcerned,
  },
  observe,
  reconcile,
};

/** A node that goes, comes back, or gets the out-of-service taint. */
function podsConcerned({ type, object }: Change, read: Reader): readonly string[] {
  const isOutOfService = (object as Node).spec?.taints?.some(({ key }) => key === outOfService) ?? false;
  if (type === 'modified' && !isOutOfService) return [];
  return read.podsOnNode<Pod>(object.metadata.name ?? '').map(keyOf);
}

function garbageOf(pod: Pod, read: Reader): Garbage | undefined {
  const isTerminating = pod.metadata.deletionTimestamp !== undefined;
  const nodeName = pod.spec?.nodeName ?? '';
  if (nodeName === '') return isTerminating ? 'unscheduled' : undefined;
  const node = read.get<Node>('Node', '', nodeName);
  if (node === undefined) return 'node-gone';
  const isOut = node.spec?.taints?.some(({ key }) => key === outOfService) ?? false;
  return isTerminating && isOut && !isNodeReady(node) ? 'out-of-service' : undefined;
}

function observe(key: string, read: Reader, memory: unknown): PodGcObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  const pod = read.get<Pod>('Pod', namespace, name);
  return pod && { pod, garbage: garbageOf(pod, read), dueAt: memory as VirtualMs | undefined };
}

function reconcile({ pod, garbage, dueAt }: PodGcObservation, { now, timestamp }: ReconcileContext): readonly Action[] {
  if (garbage === undefined) return dueAt === undefined ? [] : [{ do: 'remember', value: undefined }];
  const nextCheck = Math.ceil(now / checkMs) * checkMs;
  const removal = dueAt ?? (garbage === 'node-gone' ? nextCheck + quarantineMs : nextCheck);
  if (removal > now) {
    return [
      { do: 'remember', value: removal },
      { do: 'requeue', after: removal - now },
    ];
  }
  return [
    ...(isPodTerminal(pod) ? [] : [markFailed(pod, garbage, timestamp)]),
    { do: 'delete', ref: refOf(pod), gracePeriodSeconds: 0 },
  ];
}

function markFailed(pod: Pod, garbage: Garbage, timestamp: string): Action {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByPodGC',
    message: 'PodGC: node no longer exists',
    observedGeneration: pod.metadata.generation,
  };
  const marked = garbage === 'node-gone' ? withPodCondition(pod, condition, timestamp) : pod;
  const status: PodStatus = { ...marked.status, phase: 'Failed' };
  return { do: 'updateStatus', object: { ...marked, status } as Pod };
}
