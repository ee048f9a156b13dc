import type { Node, Pod } from '../../kubernetes/api.ts';
import { refOf } from '../../kubernetes/object.ts';
import { type Action, type Change, type Controller, keyOf, type KubernetesObject, type Reader } from '../engine/types.ts';
import { failedSinceAnnotation } from '../node-failure.ts';
import type { ClusterSpec, ImageBehavior } from '../spec.ts';
import { isPodTerminal } from '../../kubernetes/pod-status.ts';
import { nextMoment } from './moments.ts';
import { NodeUsage } from './node-usage.ts';
import { missingReferences, refersTo } from './references.ts';
import { isRuntime } from './runtime.ts';
import { statusOf } from './status.ts';
import { syncPod } from './sync.ts';
import type { Sync, SyncInput } from './sync-context.ts';

export type KubeletObservation = { readonly gone: true } | ({ readonly gone: false } & SyncInput);

/**
 * The kubelets of all nodes as one controller; its keys are pods (`namespace/name`), its memory is each pod's
 * {@link PodRuntime}. Every step is due at a known moment: there is no tick that changes nothing.
 *
 * The model's `images`, read at each step, say how images behave; see behavior.ts for what is not modelled.
 */
export function createKubelet(model: Pick<ClusterSpec, 'images'>): Controller<KubeletObservation> {
  return {
    name: 'kubelet',
    watches: {
      Pod: (change) => (concernsKubelet(change) ? [keyOf(change.object)] : []),
      Node: (change, read) => (appeared(change) ? read.podsOnNode(change.object.metadata.name ?? '').map(keyOf) : []),
      ConfigMap: waitingPods,
      Secret: waitingPods,
      PersistentVolumeClaim: waitingPods,
    },
    observe: (key, read, memory) => observe(key, read, memory, model.images),
    reconcile: (observation, { now, timestamp }) =>
      observation.gone ? [{ do: 'remember', value: undefined }] : actionsOf(syncPod(observation, now), timestamp),
  };
}

/** The kubelet's own status updates bring it nothing new. */
function concernsKubelet({ type, object, previous }: Change): boolean {
  const pod = object as Pod;
  if (!pod.spec?.nodeName) return false;
  if (type !== 'modified' || !previous) return true;
  const before = previous as Pod;
  return (
    before.spec !== pod.spec ||
    before.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
    before.metadata.deletionGracePeriodSeconds !== pod.metadata.deletionGracePeriodSeconds ||
    before.metadata.annotations !== pod.metadata.annotations ||
    (isPodTerminal(pod) && !isPodTerminal(before)) ||
    (pod.spec.readinessGates !== undefined && before.status?.conditions !== pod.status?.conditions)
  );
}

function appeared({ type, object, previous }: Change): boolean {
  return type === 'added' || (isFailed(previous) && !isFailed(object));
}

/** Its machine is down: its kubelet does nothing at all. */
function isFailed(node: KubernetesObject | undefined): boolean {
  return node?.metadata.annotations?.[failedSinceAnnotation] !== undefined;
}

function waitingPods({ type, object }: Change, read: Reader): string[] {
  if (type === 'deleted') return [];
  const { kind, metadata } = object;
  const pods = read.list<Pod>('Pod', metadata.namespace ?? '');
  return pods
    .filter((pod) => mayWait(pod) && pod.spec && refersTo(pod.spec, kind, metadata.name ?? '', pod.metadata.name ?? ''))
    .map(keyOf);
}

function mayWait(pod: Pod): boolean {
  if (!pod.spec?.nodeName) return false;
  if (pod.status?.phase === 'Pending') return true;
  return pod.status?.containerStatuses?.some((status) => status.state?.waiting !== undefined) ?? false;
}

function observe(key: string, read: Reader, memory: unknown, images: readonly ImageBehavior[]): KubeletObservation | undefined {
  const [namespace = '', name = ''] = key.split('/');
  const pod = read.get<Pod>('Pod', namespace, name);
  const spec = pod?.spec;
  if (!pod || !spec?.nodeName) return memory === undefined ? undefined : { gone: true };
  const node = read.get<Node>('Node', '', spec.nodeName);
  if (!node || isFailed(node)) return undefined;
  const known = isRuntime(memory) && memory.uid === pod.metadata.uid ? memory : undefined;
  return {
    gone: false,
    pod,
    spec,
    node,
    images,
    memory: known,
    usage: read.tallyOnNode(NodeUsage, spec.nodeName),
    missing: missingReferences(pod, spec, read),
  };
}

function actionsOf(sync: Sync, timestamp: string): Action[] {
  const { pod, runtime, now } = sync;
  const actions: Action[] = [{ do: 'remember', value: runtime }, ...sync.events];
  const over = runtime.finished === true || runtime.rejected !== undefined;
  const next = over ? undefined : nextMoment(sync);
  if (next) actions.push({ do: 'requeue', after: Math.max(0, next.at - now), ...(next.background ? { background: true } : {}) });
  if (sync.nodeChanged) actions.push({ do: 'updateStatus', object: sync.node });
  // A status that says nothing new is no write: the API server sees to that.
  if (sync.report)
    actions.push({ do: 'updateStatus', object: { ...pod, status: statusOf(sync, timestamp) } as KubernetesObject });
  if (over && pod.metadata.deletionTimestamp !== undefined) {
    actions.push({ do: 'delete', ref: refOf(pod), uid: pod.metadata.uid, gracePeriodSeconds: 0 });
  }
  return actions;
}
