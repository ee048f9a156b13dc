import type { Timeline, TimelineWorkload, WorkloadOutcome, WorkloadState } from '../../../server/src/protocol.ts';
import { keyOf } from './pods.ts';

export type VerdictState = WorkloadState | 'deleted';

export interface Chip {
  readonly state: VerdictState;
  readonly mark: string;
  readonly text: string;
}

const marks = { complete: '✓', progressing: '…', stuck: '✕', failed: '✕', deleted: '–' } as const;
const words = {
  complete: 'complete',
  progressing: 'still progressing',
  stuck: 'stuck',
  failed: 'failed',
  deleted: 'deleted',
} as const;
const severity = { deleted: 0, complete: 1, progressing: 2, stuck: 3, failed: 4 } as const;

export function outcomeOf(workload: TimelineWorkload, timeline: Timeline): WorkloadOutcome | undefined {
  const key = keyOf(workload);
  return timeline.outcome.find((outcome) => keyOf(outcome) === key);
}

export function chipOf(workload: TimelineWorkload, timeline: Timeline): Chip {
  if (workload.kind === '') return worstChip(timeline);
  const state = outcomeOf(workload, timeline)?.state ?? 'deleted';
  return { state, mark: marks[state], text: words[state] };
}

/** The whole run in one chip: the worst workload speaks for all. */
function worstChip(timeline: Timeline): Chip {
  const states = timeline.workloads.map((workload) => chipOf(workload, timeline).state);
  const worst = states.toSorted((a, b) => severity[b] - severity[a])[0] ?? 'complete';
  const count = states.filter((state) => state === worst).length;
  const isAll = count === states.length;
  return { state: worst, mark: marks[worst], text: isAll ? words[worst] : `${count} of ${states.length} ${words[worst]}` };
}
