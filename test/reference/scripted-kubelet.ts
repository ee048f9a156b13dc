import type { Action, Change, Controller, VirtualMs } from '../../server/src/cluster/engine/types.ts';
import type { ClusterSpec, ImageBehavior } from '../../server/src/cluster/spec.ts';
import { keyOf } from '../../server/src/cluster/engine/types.ts';
import { failedSinceAnnotation } from '../../server/src/cluster/node-failure.ts';
import { behaviorOf } from '../../server/src/cluster/kubelet/behavior.ts';
import type { Pod, PodCondition } from '../../server/src/kubernetes/api.ts';
import type { KubernetesObject } from '../../server/src/kubernetes/object.ts';
import { isPodReady } from '../../server/src/kubernetes/pod-status.ts';

/**
 * The kubelet of `traces/kubelet.go` again: it moves one pod at a time and then waits until nobody writes any more, so that
 * what controllers see, and in which order, is the same on both sides and every write can be compared.
 */
export function scriptedKubelet(model: Pick<ClusterSpec, 'images'>): Controller {
  const plan = new Plan(model);
  return {
    name: 'kubelet',
    watches: {
      Pod(change) {
        plan.see(change);
        return [keyOf(change.object)];
      },
      Node({ object }) {
        plan.seeNode(object);
        return [keyOf(object)];
      },
    },
    observe: (_key, read) => ({ revision: read.revision }),
    reconcile: (observation, context) =>
      plan.reconcile((observation as { revision: number }).revision, context.now, context.timestamp),
  };
}

const startSeconds = 2;
const stopSeconds = 0.5;
/** How long nobody may have written before the next pod moves. */
const pace: VirtualMs = 250;

interface Move {
  due: number;
  pod: Pod;
  stop: boolean;
  done: boolean;
}

class Plan {
  /** The kubelet's own clock, in seconds: it only says which pod is next. */
  private clock = 0;
  private revision = -1;
  private changedAt: VirtualMs = 0;
  private readonly moves = new Map<string, Move>();
  /** Nodes whose kubelet is silent: nothing on them moves. */
  private readonly failed = new Set<string>();
  private unseen: Change[] = [];
  private images: readonly ImageBehavior[];

  constructor(private readonly model: Pick<ClusterSpec, 'images'>) {
    this.images = model.images;
  }

  seeNode({ metadata }: KubernetesObject): void {
    const { name = '' } = metadata;
    if (metadata.annotations?.[failedSinceAnnotation] === undefined) this.failed.delete(name);
    else this.failed.add(name);
  }

  see(change: Change): void {
    this.unseen.push(change);
  }

  reconcile(revision: number, now: VirtualMs, timestamp: string): readonly Action[] {
    if (revision !== this.revision) {
      this.revision = revision;
      this.changedAt = now;
    }
    const wait = this.changedAt + pace - now;
    if (wait > 0) return [{ do: 'requeue', after: wait }];
    const action = this.step(timestamp);
    if (!action) return [];
    this.changedAt = now;
    return [action, { do: 'requeue', after: pace }];
  }

  private step(timestamp: string): Action | undefined {
    for (const { type, object } of this.unseen.splice(0)) this.take(type, object as Pod);
    if (this.images !== this.model.images) this.behave();
    const next = [...this.moves.values()]
      .filter((move) => !move.done && !this.failed.has(move.pod.spec?.nodeName ?? '') && (move.stop || this.canMove(move.pod)))
      .sort((a, b) => a.due - b.due || ((a.pod.metadata.name ?? '') < (b.pod.metadata.name ?? '') ? -1 : 1))[0];
    if (!next) return undefined;
    this.clock = Math.max(this.clock, next.due);
    return this.move(next, timestamp);
  }

  private take(type: Change['type'], pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    if (type === 'deleted') {
      this.moves.delete(uid);
      return;
    }
    if (!pod.spec?.nodeName) return;
    let move = this.moves.get(uid);
    if (!move) {
      move = { due: this.clock + startSeconds + this.readyAfter(pod), pod, stop: false, done: false };
      this.moves.set(uid, move);
    }
    move.pod = pod;
    if (pod.metadata.deletionTimestamp !== undefined && !move.stop) {
      Object.assign(move, { due: this.clock + stopSeconds, stop: true, done: false });
    }
  }

  private behave(): void {
    this.images = this.model.images;
    for (const move of this.moves.values()) {
      if (!move.stop) Object.assign(move, { done: false, due: this.clock + (this.images[0]?.readyAfterSeconds ?? 0) });
    }
  }

  private move(move: Move, timestamp: string): Action {
    const { pod } = move;
    const { name = '', namespace = '', uid = '' } = pod.metadata;
    if (move.stop) {
      move.done = true;
      return { do: 'delete', ref: { kind: 'Pod', namespace, name }, uid, gracePeriodSeconds: 0, then: () => [] };
    }
    const ends = endsItself(pod);
    if (ends) move.done = true;
    const object = { ...pod, status: this.statusOf(move, timestamp) };
    return { do: 'updateStatus', object, then: () => [] };
  }

  private canMove(pod: Pod): boolean {
    return pod.status?.phase === 'Pending' || this.wantsReady(pod) !== isPodReady(pod) || endsItself(pod);
  }

  private wantsReady(pod: Pod): boolean {
    const phase = pod.status?.phase;
    if (phase === 'Succeeded' || phase === 'Failed' || this.pullError(pod)) return isPodReady(pod);
    return this.probed(pod).every(({ readyAfterMs }) => readyAfterMs !== Infinity);
  }

  private probed(pod: Pod): readonly ReturnType<typeof behaviorOf>[] {
    return (pod.spec?.containers ?? [])
      .filter(({ readinessProbe, startupProbe }) => readinessProbe ?? startupProbe)
      .map((container) => behaviorOf(pod, container, 'main', this.model.images));
  }

  private readyAfter(pod: Pod): number {
    return Math.max(0, ...this.probed(pod).map(({ readyAfterMs }) => (readyAfterMs === Infinity ? 0 : readyAfterMs / 1000)));
  }

  private pullError(pod: Pod): boolean {
    const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
    return containers.some((container) => behaviorOf(pod, container, 'main', this.model.images).pullError !== undefined);
  }

  private statusOf(move: Move, timestamp: string): NonNullable<Pod['status']> {
    const { pod } = move;
    const pulled = !this.pullError(pod);
    const ends = endsItself(pod);
    const ready = pulled && !ends && this.wantsReady(pod);
    const codes = (pod.spec?.containers ?? []).map((each) => behaviorOf(pod, each, 'main', this.model.images).exitCode);
    if (!pulled) move.done = true;
    const over = Math.max(0, ...codes) === 0 ? 'Succeeded' : 'Failed';
    const phase = !pulled ? 'Pending' : ends ? over : 'Running';
    const reason = phase === 'Succeeded' ? 'PodCompleted' : 'ContainersNotReady';
    const conditions = ['PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'].map((type): PodCondition => {
      const holds = !type.endsWith('Ready') || ready;
      const before = pod.status?.conditions?.find((condition) => condition.type === type);
      const status = holds ? 'True' : 'False';
      const lastTransitionTime = before?.status === status ? before.lastTransitionTime : timestamp;
      return { type, status, ...(lastTransitionTime && { lastTransitionTime }), ...(!holds && { reason }) };
    });
    const kept = (pod.status?.conditions ?? []).filter(({ type }) => !conditions.some((each) => each.type === type));
    const podIP = pod.status?.podIP ?? `10.244.9.${(this.moves.size % 250) + 1}`;
    return {
      ...pod.status,
      phase,
      podIP,
      podIPs: [{ ip: podIP }],
      startTime: pod.status?.startTime ?? timestamp,
      conditions: [...kept, ...conditions],
    };
  }
}

/** Pods that are not restarted run to their end. */
function endsItself(pod: Pod): boolean {
  return pod.spec?.restartPolicy !== 'Always' && pod.status?.phase === 'Running';
}
