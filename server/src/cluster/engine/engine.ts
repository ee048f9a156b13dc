import { DueHeap } from './heap.ts';
import type { Random } from './random.ts';
import { StopSignal } from './stop-signal.ts';
import type { ObjectStore } from './store.ts';
import type {
  Action,
  BatchAction,
  Change,
  Controller,
  EventAction,
  Outcome,
  ReconcileContext,
  VirtualMs,
  WriteAction,
} from './types.ts';

/** What the engine needs of the world around it: who executes writes, and how time is written. */
export interface EngineHost {
  readonly store: ObjectStore;
  readonly random: Random;
  write(action: WriteAction, actor: string): Outcome;
  event(action: EventAction, actor: string): void;
  timestamp(now: VirtualMs): string;
}

/** From a write until a controller's watch delivers it. Real watches take 1 to 5 ms; it keeps the steps in order visible. */
const watchLatencyMs = 2;

/** Retries after a failed write: 5 ms doubling to 1000 s, as client-go's default rate limiter does. */
const firstRetryMs = 5;
const longestRetryMs = 1_000_000;
/** After this many failures in a row (about 5 s) further retries count as background work. */
const foregroundRetries = 10;

interface Work {
  readonly controller: Controller;
  readonly key: string;
  /** When the key is due next; undefined when nothing is due. */
  dueAt: VirtualMs | undefined;
  /** Whether something that may bring the key to an end is still to come. */
  foreground: boolean;
  failures: number;
  memory: unknown;
}

/** `failed`: go on, but retry later. `stopped`: do no more of this reconcile, and retry later. */
type Result = 'done' | 'failed' | 'stopped';

export type StopReason = 'settled' | 'time' | 'stopped';

/**
 * Runs control loops over the store in virtual time. It owns the clock and the work queue; a key is reconciled when a
 * watched object changes or when the controller asked to be called again. Each reconcile supersedes the timers that
 * the key's earlier reconciles asked for.
 */
export class Engine {
  private readonly work: ReadonlyMap<Controller, Map<string, Work>>;
  private readonly watching = new Map<string, readonly Controller[]>();
  private readonly heap = new DueHeap<Work>();
  private foregroundCount = 0;
  private current: VirtualMs = 0;
  private steps = 0;
  private stop = new StopSignal();

  constructor(
    private readonly host: EngineHost,
    private readonly controllers: readonly Controller[],
  ) {
    this.work = new Map(controllers.map((controller) => [controller, new Map<string, Work>()]));
    host.store.watch((change) => {
      this.deliver(change);
    });
  }

  get now(): VirtualMs {
    return this.current;
  }

  /** Reconciles done since the start. */
  get reconciles(): number {
    return this.steps;
  }

  /** Whether only background work (or none) is left. */
  get isSettled(): boolean {
    return this.foregroundCount === 0;
  }

  /** The controllers and keys with foreground work, in order of controllers. */
  busy(): readonly string[] {
    return [...this.work].flatMap(([{ name }, keys]) =>
      [...keys.values()].filter(({ foreground }) => foreground).map(({ key }) => `${name} ${key}`),
    );
  }

  /** A controller's private memory of a key: for explanations, never for decisions. */
  memoryOf(controller: string, key: string): unknown {
    return this.find(controller, key)?.memory;
  }

  /** Whether a controller will reconcile a key by itself, though it may be background work. */
  isDue(controller: string, key: string): boolean {
    return this.find(controller, key)?.dueAt !== undefined;
  }

  /** Replaces a controller's memory of a key and makes the key due: how a user's hand reaches into a kubelet. */
  remember(controller: string, key: string, value: unknown): void {
    const found = this.controllers.find((candidate) => candidate.name === controller);
    if (!found) return;
    const work = this.workOf(found, key);
    work.memory = value;
    this.schedule(work, this.current, true);
  }

  /**
   * Runs until nothing but background work is due (`settle`), until virtual time reaches `until`, or until
   * `shouldStop` (asked every few reconciles and writes) says so. Without `settle` the clock ends exactly at `until`.
   * What was under way when a run was stopped is taken up again by the next.
   */
  run(options: { until: VirtualMs; settle: boolean; shouldStop?: () => boolean }): StopReason {
    this.stop = new StopSignal(options.shouldStop);
    for (;;) {
      if (options.settle && this.isSettled) return 'settled';
      const next = this.nextDue();
      if (next === undefined || next > options.until) {
        this.current = Math.max(this.current, options.until);
        return 'time';
      }
      if (this.stop.check()) return 'stopped';
      this.step();
    }
  }

  private nextDue(): VirtualMs | undefined {
    for (;;) {
      const top = this.heap.peek();
      if (!top) return undefined;
      if (top.value.dueAt === top.at) return top.at;
      this.heap.pop();
    }
  }

  private step(): void {
    const due = this.heap.pop();
    if (!due) return;
    const work = due.value;
    this.current = Math.max(this.current, due.at);
    this.clear(work);
    this.steps += 1;
    const observation = work.controller.observe(work.key, this.host.store, work.memory);
    if (observation !== undefined) {
      const result = this.execute(work.controller.reconcile(observation, this.contextOf(work.controller)), work);
      if (result === 'done') work.failures = 0;
      else this.retry(work);
    }
    this.forget(work);
  }

  /** Of a key that nothing is due for, and nothing known of, nothing is kept. */
  private forget({ controller, key, dueAt, failures, memory }: Work): void {
    if (dueAt === undefined && failures === 0 && memory === undefined) this.work.get(controller)?.delete(key);
  }

  private contextOf(controller: Controller): ReconcileContext {
    const { random } = this.host;
    return {
      now: this.current,
      timestamp: this.host.timestamp(this.current),
      random: () => random.stream(controller.name).next(),
      shouldStop: () => this.stop.check(),
    };
  }

  private retry(work: Work): void {
    const delay = Math.min(firstRetryMs * 2 ** work.failures, longestRetryMs);
    work.failures += 1;
    this.schedule(work, this.current + delay, work.failures <= foregroundRetries);
  }

  /** Does the actions in order. A failure that no `then` takes up, a `retry`, and the end of the run end the list. */
  private execute(actions: readonly Action[], work: Work): Result {
    let result: Result = 'done';
    for (const action of actions) {
      if (this.stop.check()) return 'stopped';
      const one = this.perform(action, work);
      if (one === 'stopped') return one;
      if (one === 'failed') result = one;
    }
    return result;
  }

  private perform(action: Action, work: Work): Result {
    switch (action.do) {
      case 'event':
        this.host.event(action, work.controller.name);
        return 'done';
      case 'requeue':
        this.schedule(work, this.current + Math.max(0, Math.ceil(action.after)), action.background !== true);
        return 'done';
      case 'remember':
        work.memory = action.value;
        return 'done';
      case 'retry':
        return 'stopped';
      case 'batch':
        return this.performBatch(action, work);
      default:
        return this.performWrite(action, work);
    }
  }

  private performWrite(action: WriteAction, work: Work): Result {
    const outcome = this.host.write(action, work.controller.name);
    if (!action.then) return outcome.ok ? 'done' : 'stopped';
    const followUp = this.execute(action.then(outcome), work);
    return outcome.ok || followUp === 'stopped' ? followUp : 'failed';
  }

  /** Groups of 1, 2, 4, 8 … (or one group of all); a group with a failure is the last. */
  private performBatch(batch: BatchAction, work: Work): Result {
    const outcomes: Outcome[] = [];
    let failed = false;
    let size = batch.slowStart ? 1 : batch.actions.length;
    for (let start = 0; start < batch.actions.length && !failed; size *= 2) {
      for (const action of batch.actions.slice(start, start + size)) {
        const outcome = this.host.write(action, work.controller.name);
        outcomes.push(outcome);
        if (action.then) this.execute(action.then(outcome), work);
        failed ||= !outcome.ok;
        if (this.stop.check()) return 'stopped';
      }
      start += size;
    }
    const followUp = batch.then ? this.execute(batch.then(outcomes), work) : 'done';
    return failed && followUp === 'done' ? 'failed' : followUp;
  }

  private deliver(change: Change): void {
    const { kind } = change.object;
    for (const controller of this.watchersOf(kind)) {
      for (const key of controller.watches[kind]?.(change, this.host.store) ?? []) {
        this.schedule(this.workOf(controller, key), this.current + watchLatencyMs, true);
      }
    }
  }

  private watchersOf(kind: string): readonly Controller[] {
    const known = this.watching.get(kind);
    if (known) return known;
    const watchers = this.controllers.filter((controller) => controller.watches[kind] !== undefined);
    this.watching.set(kind, watchers);
    return watchers;
  }

  private find(controllerName: string, key: string): Work | undefined {
    const controller = this.controllers.find(({ name }) => name === controllerName);
    return controller && this.work.get(controller)?.get(key);
  }

  private workOf(controller: Controller, key: string): Work {
    const ofController = this.work.get(controller);
    const existing = ofController?.get(key);
    if (existing) return existing;
    const created: Work = { controller, key, dueAt: undefined, foreground: false, failures: 0, memory: undefined };
    ofController?.set(key, created);
    return created;
  }

  private schedule(work: Work, at: VirtualMs, foreground: boolean): void {
    if (foreground && !work.foreground) {
      work.foreground = true;
      this.foregroundCount += 1;
    }
    if (work.dueAt !== undefined && work.dueAt <= at) return;
    work.dueAt = at;
    this.heap.push(at, work);
  }

  private clear(work: Work): void {
    work.dueAt = undefined;
    if (work.foreground) this.foregroundCount -= 1;
    work.foreground = false;
  }
}
