import type { Timeline, TimelineWorkload } from '../../../server/src/protocol.ts';
import { allKey } from './all-workloads.ts';
import { keyOf, podsOf } from './pods.ts';

/**
 * What to show of a new run: the workload in front if anything happened to it, else the one to which something happened,
 * else all together.
 */
export function chooseWorkload(timeline: Timeline, front: string): string {
  const moved = timeline.workloads.filter((workload) => hasMoved(workload, timeline)).map(keyOf);
  if (front !== allKey && moved.includes(front)) return front;
  const [first, ...others] = moved.length > 0 ? moved : timeline.workloads.map(keyOf);
  return first !== undefined && others.length === 0 ? first : allKey;
}

function hasMoved(workload: TimelineWorkload, { from }: Timeline): boolean {
  return podsOf(workload).some((pod) => pod.createdAt >= from || pod.endedAt !== undefined || pod.bars.length > 1);
}
