import type { VirtualMs } from '../engine/types.ts';
import type { Decision } from './explain.ts';
import type { Attempt, World } from './queue.ts';

/** What the scheduler knows from one round to the next. Never changed, only replaced. */
export interface SchedulerMemory {
  /** Where the next search over the nodes begins. */
  readonly nextStart: number;
  /** Pods tried in vain, by uid. */
  readonly attempts: ReadonlyMap<string, Attempt>;
  /** Pods that have a node and wait for volumes there, by uid. */
  readonly reservations: ReadonlyMap<string, Reservation>;
  /** The cluster as the last round saw it; undefined while no pod waits for something to happen. */
  readonly world: World | undefined;
  /** How each pod's placement came about, by uid. */
  readonly decisions: ReadonlyMap<string, Decision>;
}

export interface Reservation {
  readonly node: string;
  readonly since: VirtualMs;
  /** Names of the claims whose volume is to be made. */
  readonly provisions: readonly string[];
}

export const emptyMemory: SchedulerMemory = {
  nextStart: 0,
  attempts: new Map(),
  reservations: new Map(),
  world: undefined,
  decisions: new Map(),
};
