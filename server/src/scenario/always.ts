import type { TraceEntry } from '../cluster/engine/trace.ts';
import type { VirtualMs } from '../cluster/engine/types.ts';
import type { FieldPath } from '../kubernetes/path.ts';
import type { Judgement } from './expectations/kind.ts';
import { kindOf } from './expectations/index.ts';
import type { Kinds } from './kinds.ts';
import { type Moment, Replay } from './moment.ts';
import type { Expectation, Failure } from './types.ts';
import { why } from './why.ts';

/** An expectation about a stretch of the run. */
export interface Watch {
  readonly expectation: Expectation;
  readonly path: FieldPath;
  /** Must it hold at every moment from `from` on, or at one? */
  readonly mode: 'always' | 'eventually';
  /** Index in the trace. */
  readonly from: number;
}

export interface Run {
  readonly trace: readonly TraceEntry[];
  /** Where the scenario's own part of the trace begins, and when. */
  readonly start: number;
  readonly startMs: VirtualMs;
  readonly endMs: VirtualMs;
  readonly settled: boolean;
  readonly kinds: Kinds;
}

/** Looks at every moment of a run: after each write or event that can change an expectation's answer. */
export function judgeRun(watches: readonly Watch[], run: Run): readonly Failure[] {
  const open = new Set(watches);
  const replay = new Replay();
  const failures: Failure[] = [];
  const look = (watch: Watch, moment: Moment, isLast: boolean): void => {
    const judgement = kindOf(watch.expectation)?.check(watch.expectation, moment);
    if (!judgement) return;
    if (watch.mode === 'eventually' ? judgement.holds || isLast : !judgement.holds && judgement.nothing !== true) {
      open.delete(watch);
      if (!judgement.holds) failures.push(failureOf(watch, judgement, moment, run));
    }
  };
  const concerns = new Map(
    watches.map((watch) => [watch, kindOf(watch.expectation)?.concerns(watch.expectation, run.kinds) ?? 'all']),
  );
  run.trace.forEach((entry, index) => {
    replay.apply(entry);
    if (index < run.start) return;
    const moment = momentAt(run, replay, entry.at, index + 1, false);
    for (const watch of open)
      if (index >= watch.from && isConcerned(concerns.get(watch) ?? 'all', entry)) look(watch, moment, false);
  });
  const last = momentAt(run, replay, run.endMs, run.trace.length, run.settled);
  for (const watch of open) look(watch, last, true);
  return failures;
}

function momentAt(run: Run, replay: Replay, at: VirtualMs, length: number, settled: boolean): Moment {
  return {
    at,
    settled,
    kinds: run.kinds,
    refusals: [],
    get read() {
      return replay.read;
    },
    get trace() {
      return run.trace.slice(run.start, length);
    },
  };
}

function isConcerned(concerns: readonly string[] | 'events' | 'all', entry: TraceEntry): boolean {
  if (entry.verb === 'event') return concerns === 'events';
  return concerns === 'all' || (concerns !== 'events' && concerns.includes(entry.ref.kind));
}

function failureOf({ path, mode }: Watch, { what, found, about = [] }: Judgement, moment: Moment, run: Run): Failure {
  const cause = why(about, moment);
  const when = mode === 'always' ? 'at every moment' : 'at some moment';
  return {
    at: (moment.at - run.startMs) / 1000,
    path,
    what: `${when}: ${what}`,
    found,
    ...(cause !== undefined && { why: cause }),
  };
}
