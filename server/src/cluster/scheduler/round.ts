import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../kubernetes/api.ts';
import { refOf } from '../../kubernetes/object.ts';
import type { Action, EventAction, ReconcileContext } from '../engine/types.ts';
import { boundPod, claimWithNode, type FailureReason, nominatedPod, unscheduledPod, volumeForClaim } from './binding.ts';
import { schedule } from './cycle.ts';
import { type Decision, decisionOf, failureMessage } from './explain.ts';
import { noNodesMessage, truncatedNote } from './fit-error.ts';
import type { Reservation, SchedulerMemory } from './memory.ts';
import type { NodeInfo } from './node-info.ts';
import { defaultProfile } from './plugins/index.ts';
import { claimKey } from './pod-claims.ts';
import { type PodInfo, podInfoOf } from './pod-info.ts';
import { type Attempt, backoffEnd, eventsBetween, observeWorld, readyPods } from './queue.ts';
import { reservationState } from './reservations.ts';
import { type ClusterView, Snapshot } from './snapshot.ts';
import { type VolumeWork, volumeWorkFor } from './volume-matching.ts';

/** One round of the scheduler: all pods that are ready are tried, one after the other, each seeing those before it placed. */
export class Round {
  private readonly actions: Action[] = [];
  private readonly snapshot: Snapshot;
  private readonly attempts: Map<string, Attempt>;
  private readonly reservations: Map<string, Reservation>;
  private readonly decisions: Map<string, Decision>;
  private nextStart: number;

  constructor(
    private readonly view: ClusterView,
    private readonly pending: readonly Pod[],
    private readonly memory: SchedulerMemory,
    private readonly context: ReconcileContext,
  ) {
    const uids = new Set(pending.map(({ metadata }) => metadata.uid ?? ''));
    const stillPending = <T>(entries: ReadonlyMap<string, T>) => new Map([...entries].filter(([uid]) => uids.has(uid)));
    this.snapshot = Snapshot.of(view);
    this.attempts = stillPending(memory.attempts);
    this.reservations = stillPending(memory.reservations);
    this.decisions = new Map(memory.decisions);
    this.nextStart = memory.nextStart;
  }

  run(): readonly Action[] {
    for (const pod of this.pending) {
      const reservation = this.reservations.get(pod.metadata.uid ?? '');
      if (reservation) this.followUp(podInfoOf(pod), reservation);
    }
    for (const pod of this.ready()) {
      if (this.context.shouldStop?.()) {
        this.actions.push({ do: 'requeue', after: 0 });
        break;
      }
      this.place(pod);
    }
    return [...this.remembering(), ...this.actions, ...this.wakeUps()];
  }

  private ready(): readonly PodInfo[] {
    const { memory, view, context } = this;
    // A pod with a reservation has had its turn in this round, even if that came to an end.
    const free = this.pending.filter(({ metadata }) => !memory.reservations.has(metadata.uid ?? ''));
    const before = this.attempts.size > 0 ? memory.world : undefined;
    const events = before ? eventsBetween(before, observeWorld(view)) : [];
    return readyPods(free, this.attempts, events, context.now, defaultProfile);
  }

  private place(pod: PodInfo): void {
    const { snapshot, context } = this;
    if (snapshot.nodes.length === 0) {
      this.fail(pod, 'Unschedulable', noNodesMessage, []);
      return;
    }
    const cycle = schedule(pod, snapshot, defaultProfile, this.nextStart, () => context.random());
    this.nextStart = cycle.nextStart;
    if (!cycle.chosen) {
      const message = failureMessage(pod, cycle, snapshot);
      this.decisions.set(pod.uid, decisionOf(cycle, snapshot, context.now, message));
      const rejected = cycle.rejectedAll ? [cycle.rejectedAll] : [...cycle.rejections.values()];
      const others = cycle.rejectedOthers ? [cycle.rejectedOthers] : [];
      this.fail(pod, 'Unschedulable', message, [...new Set([...rejected, ...others].map(({ plugin }) => plugin))]);
      return;
    }
    this.decisions.set(pod.uid, decisionOf(cycle, snapshot, context.now, undefined));
    const work = volumeWorkFor(pod, cycle.chosen, snapshot);
    snapshot.assume(pod, cycle.chosen);
    if (work && work.bindings.length + work.provisions.length > 0) this.reserve(pod, cycle.chosen, work);
    else this.bind(pod, cycle.chosen);
  }

  private bind(pod: PodInfo, node: NodeInfo): void {
    this.attempts.delete(pod.uid);
    this.reservations.delete(pod.uid);
    const message = `Successfully assigned ${pod.namespace}/${pod.pod.metadata.name ?? ''} to ${node.name}`;
    const about = refOf(pod.pod);
    this.actions.push({
      do: 'bind',
      object: boundPod(pod.pod, node.node, this.context.timestamp),
      then: (outcome) => [
        outcome.ok
          ? { do: 'event', type: 'Normal', about, reason: 'Scheduled', message }
          : failedScheduling(pod.pod, `running Bind plugin "DefaultBinder": ${outcome.error.message}`),
      ],
    });
  }

  /** The pod has its node; its volumes are bound or ordered, and binding waits for them. */
  private reserve(pod: PodInfo, node: NodeInfo, work: VolumeWork): void {
    this.attempts.delete(pod.uid);
    const provisions = work.provisions.map(({ metadata }) => metadata.name ?? '');
    this.reservations.set(pod.uid, { node: node.name, since: this.context.now, provisions });
    for (const { volume, claim } of work.bindings) {
      this.snapshot.takenVolumes.add(volume.metadata.name ?? '');
      this.prepareVolume(pod, volumeForClaim(volume, claim));
    }
    for (const claim of work.provisions) {
      this.snapshot.assumedClaims.set(claimKey(claim), node.name);
      this.prepareVolume(pod, claimWithNode(claim, node.name));
    }
    this.actions.push({ do: 'updateStatus', object: nominatedPod(pod.pod, node.name) });
  }

  private prepareVolume(pod: PodInfo, object: PersistentVolume | PersistentVolumeClaim): void {
    const failed = (text: string) => failedScheduling(pod.pod, `running PreBind plugin "VolumeBinding": ${text}`);
    this.actions.push({ do: 'update', object, then: (outcome) => (outcome.ok ? [] : [failed(outcome.error.message)]) });
  }

  private followUp(pod: PodInfo, reservation: Reservation): void {
    const node = this.snapshot.byName.get(reservation.node);
    const state = reservationState(pod, node, reservation, this.view, this.context.now);
    if (state.is === 'failed') {
      this.reservations.delete(pod.uid);
      this.fail(pod, 'SchedulerError', `running PreBind plugin "VolumeBinding": binding volumes: ${state.problem}`, []);
      return;
    }
    if (node) this.snapshot.assume(pod, node);
    if (state.is === 'bound' && node) this.bind(pod, node);
    if (state.is === 'waiting') this.actions.push({ do: 'requeue', after: state.for, background: state.background });
  }

  private fail(pod: PodInfo, reason: FailureReason, message: string, rejectedBy: readonly string[]): void {
    const { now, timestamp } = this.context;
    const count = (this.attempts.get(pod.uid)?.count ?? 0) + 1;
    this.attempts.set(pod.uid, { at: now, count, rejectedBy, pod: pod.pod });
    this.actions.push(failedScheduling(pod.pod, message));
    const updated = unscheduledPod(pod.pod, reason, message, timestamp);
    if (updated) this.actions.push({ do: 'updateStatus', object: updated });
  }

  private remembering(): readonly Action[] {
    const { attempts, reservations, nextStart } = this;
    const world = attempts.size > 0 ? observeWorld(this.view) : undefined;
    const decisions = pruned(this.decisions, this.view);
    const value: SchedulerMemory = { nextStart, attempts, reservations, world, decisions };
    return [{ do: 'remember', value }];
  }

  /** Only errors come back by time alone. While there are no nodes that leads nowhere, so nobody need wait for it. */
  private wakeUps(): readonly Action[] {
    const ends = [...this.attempts.values()].filter(({ rejectedBy }) => rejectedBy.length === 0).map(backoffEnd);
    if (ends.length === 0) return [];
    return [
      { do: 'requeue', after: Math.max(1, Math.min(...ends) - this.context.now), background: this.snapshot.nodes.length === 0 },
    ];
  }
}

function failedScheduling(pod: Pod, message: string): EventAction {
  return { do: 'event', type: 'Warning', about: refOf(pod), reason: 'FailedScheduling', message: truncatedNote(message) };
}

/** Drops decisions about pods that are gone, once they are the majority. */
function pruned(decisions: ReadonlyMap<string, Decision>, view: ClusterView): ReadonlyMap<string, Decision> {
  const pods = view.list<Pod>('Pod');
  if (decisions.size <= 2 * pods.length + 16) return decisions;
  const alive = new Set(pods.map(({ metadata }) => metadata.uid ?? ''));
  return new Map([...decisions].filter(([uid]) => alive.has(uid)));
}
