import type { TimelineEvent, TimelinePod, TimelineWorkload } from '../../../server/src/protocol.ts';
import { keyOf, podsOf } from './pods.ts';

/** Events of a workload, of its revisions and of its pods. */
export function eventsOfWorkload(events: readonly TimelineEvent[], workload: TimelineWorkload): readonly TimelineEvent[] {
  const names = new Set([
    keyOf(workload),
    ...workload.groups.flatMap(({ owner }) => (owner ? [keyOf(owner)] : [])),
    ...podsOf(workload).map((pod) => keyOf({ kind: 'Pod', ...pod })),
  ]);
  return events.filter(({ object }) => names.has(keyOf(object)));
}

/** A StatefulSet's pods share a name, so only what happened during this pod's life is its own. */
export function eventsOfPod(events: readonly TimelineEvent[], pod: TimelinePod): readonly TimelineEvent[] {
  const key = keyOf({ kind: 'Pod', ...pod });
  return events.filter(
    ({ object, at }) => keyOf(object) === key && at >= pod.createdAt && (pod.endedAt === undefined || at <= pod.endedAt),
  );
}

/** The last event that has happened at a moment, -1 before the first. Events are in order of time. */
export function lastIndex(events: readonly TimelineEvent[], at: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.at ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Rows of a long list that are drawn: whole pages around the current one, so that the list changes seldom. */
export function eventWindow(count: number, current: number, page = 150): { readonly first: number; readonly end: number } {
  if (count <= page * 3) return { first: 0, end: count };
  const at = Math.floor(Math.max(0, current) / page);
  return { first: Math.max(0, (at - 1) * page), end: Math.min(count, (at + 2) * page) };
}

/** The next moment at which something happens, later or earlier than `at`. Events of the same moment are one stop. */
export function nextMoment(moments: readonly number[], at: number, direction: 1 | -1): number | undefined {
  const near = 1e-6;
  if (direction === 1) return moments.find((moment) => moment > at + near);
  return moments.findLast((moment) => moment < at - near);
}
