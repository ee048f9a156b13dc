import { snapshotReader } from '../cluster/engine/snapshot.ts';
import type { TraceEntry } from '../cluster/engine/trace.ts';
import type { Reader, VirtualMs } from '../cluster/engine/types.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Kinds } from './kinds.ts';

/** A moment of a run, as expectations look at it. */
export interface Moment {
  readonly at: VirtualMs;
  readonly read: Reader;
  readonly kinds: Kinds;
  /** All that has happened since the scenario's start. */
  readonly trace: readonly TraceEntry[];
  /** Nothing more is going to happen by itself. */
  readonly settled: boolean;
  /** What the step before was refused with. */
  readonly refusals: readonly string[];
}

/** Plays a trace again, entry by entry. */
export class Replay {
  private readonly live = new Map<string, KubernetesObject>();
  private reader: Reader | undefined;
  private revision = 0;

  apply(entry: TraceEntry): void {
    if (entry.verb === 'event') return;
    const key = `${entry.ref.kind}/${entry.ref.namespace}/${entry.ref.name}`;
    if (entry.verb === 'delete') this.live.delete(key);
    else this.live.set(key, entry.object);
    this.reader = undefined;
    this.revision += 1;
  }

  get read(): Reader {
    this.reader ??= snapshotReader(this.live, this.revision);
    return this.reader;
  }
}
