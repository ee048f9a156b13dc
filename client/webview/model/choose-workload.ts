import type { Timeline, TimelineWorkload } from '../../../server/src/protocol.ts';
import { keyOf, podsOf } from './pods.ts';
import { outcomeOf } from './verdict.ts';

/** The workload to show of a new run: the one in front if anything happened to it, else the one in trouble, else the first that moved. */
export function chooseWorkload(timeline: Timeline, front: string): string {
  const moved = timeline.workloads.filter((workload) => hasMoved(workload, timeline));
  const kept = timeline.workloads.find((workload) => keyOf(workload) === front);
  const troubled = moved.find((workload) => outcomeOf(workload, timeline)?.state !== 'complete');
  const chosen = (kept && moved.includes(kept) ? kept : undefined) ?? troubled ?? moved[0] ?? kept ?? timeline.workloads[0];
  return chosen ? keyOf(chosen) : front;
}

function hasMoved(workload: TimelineWorkload, { from }: Timeline): boolean {
  return podsOf(workload).some((pod) => pod.createdAt >= from || pod.endedAt !== undefined || pod.bars.length > 1);
}
