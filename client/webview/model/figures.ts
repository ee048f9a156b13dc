import type { SeriesPoint, Timeline, TimelineWorkload } from '../../../server/src/protocol.ts';
import { eventsOfWorkload } from './events.ts';
import { podsOf } from './pods.ts';
import { largest, momentsOf, valueAt } from './steps.ts';
import { secondsText } from './time.ts';

/** One number of the header, with what it means. */
export interface Figure {
  readonly id: string;
  readonly value: string;
  readonly label: string;
  readonly tone: 'plain' | 'good' | 'warning' | 'bad';
}

/** The numbers that sum a workload's run up. Only what the trace says: where a number has no meaning, there is none. */
export function figuresOf(workload: TimelineWorkload, timeline: Timeline): readonly Figure[] {
  const span = timeline.to - timeline.from;
  const time: Figure = { id: 'time', value: secondsText(span, span), label: 'virtual time', tone: 'plain' };
  return [time, ...availability(workload, timeline), ...most(workload), ...turnover(workload, timeline)];
}

interface Extreme {
  readonly value: number;
  readonly limit?: number;
}

/**
 * Fewest available pods, or the worst breach of the floor if there was one. A floor that was raised (after scaling up, or
 * at the very beginning) is a promise only once it was reached.
 */
export function lowestAvailable({ series }: TimelineWorkload): Extreme | undefined {
  const promise = series.floor.length > 0 ? series.floor : series.desired;
  const kept = whileKept(series.available, promise, (value, limit) => value >= limit && limit > 0);
  const shortBy = ({ value, limit = 0 }: Extreme) => Math.max(0, limit - value);
  return kept.toSorted((a, b) => shortBy(b) - shortBy(a) || a.value - b.value)[0];
}

/** Most pods, or the worst breach of the ceiling. A lowered ceiling (after scaling down) counts once the pods fitted under it. */
export function mostPods({ series }: TimelineWorkload): Extreme {
  if (series.ceiling.length === 0) return { value: largest(series.pods) };
  const kept = whileKept(series.pods, series.ceiling, (value, limit) => value <= limit);
  const over = ({ value, limit = 0 }: Extreme) => Math.max(0, value - limit);
  return kept.toSorted((a, b) => over(b) - over(a) || b.value - a.value)[0] ?? { value: largest(series.pods) };
}

/** Values beside their limits at each change, from when a limit is met until it moves out of reach. */
function whileKept(
  values: readonly SeriesPoint[],
  limits: readonly SeriesPoint[],
  isMet: (value: number, limit: number) => boolean,
): Extreme[] {
  let isKept = false;
  let before: number | undefined;
  return momentsOf(values, limits).flatMap((at) => {
    const value = valueAt(values, at) ?? 0;
    const limit = valueAt(limits, at) ?? 0;
    if (limit !== before) isKept = false;
    before = limit;
    isKept ||= isMet(value, limit);
    return isKept ? [{ value, limit }] : [];
  });
}

function availability(workload: TimelineWorkload, { from, to }: Timeline): Figure[] {
  if (workload.kind === 'Pod') return [];
  const { available, desired, floor } = workload.series;
  const wanted = valueAt(desired, to) ?? 0;
  if (wanted === 0) return [];
  // Before the first rollout is over there is no floor to speak of; how long it took says more.
  const isFirst = valueAt(available, from) === 0;
  const lowest = isFirst ? undefined : lowestAvailable(workload);
  if (lowest && floor.length > 0) {
    const tone = lowest.value < (lowest.limit ?? 0) ? 'bad' : 'plain';
    return [
      { id: 'lowest', value: `${lowest.value} of ${wanted}`, label: `lowest available (floor ${lowest.limit ?? 0})`, tone },
    ];
  }
  const end = valueAt(available, to) ?? 0;
  const full = firstFull(available, desired);
  const figures: Figure[] = [
    { id: 'available', value: `${end} of ${wanted}`, label: 'available at the end', tone: end < wanted ? 'bad' : 'plain' },
  ];
  if (full !== undefined && full > from)
    figures.push({ id: 'full', value: secondsText(full - from, to - from), label: 'until all were available', tone: 'plain' });
  return figures;
}

/** When all desired pods were available for the first time; undefined if never, or if none were desired. */
function firstFull(available: readonly SeriesPoint[], desired: readonly SeriesPoint[]): number | undefined {
  return momentsOf(available, desired).find((at) => {
    const wanted = valueAt(desired, at) ?? 0;
    return wanted > 0 && (valueAt(available, at) ?? 0) >= wanted;
  });
}

function most(workload: TimelineWorkload): Figure[] {
  if (workload.kind === 'Pod') return [];
  const { value, limit } = mostPods(workload);
  const label = limit === undefined ? 'most pods' : `most pods (ceiling ${limit})`;
  return [{ id: 'most', value: String(value), label, tone: limit !== undefined && value > limit ? 'bad' : 'plain' }];
}

function turnover(workload: TimelineWorkload, timeline: Timeline): Figure[] {
  const pods = podsOf(workload);
  const started = pods.filter(({ createdAt }) => createdAt >= timeline.from).length;
  const stopped = pods.filter(
    ({ bars, endedAt, createdAt }) =>
      endedAt !== undefined || (bars.at(-1)?.state === 'terminating' && (createdAt >= timeline.from || bars.length > 1)),
  ).length;
  const restarts = pods.reduce((sum, { bars, createdAt }) => {
    const before = createdAt >= timeline.from ? 0 : (bars[0]?.restarts ?? 0);
    return sum + Math.max(0, (bars.at(-1)?.restarts ?? 0) - before);
  }, 0);
  const warnings = eventsOfWorkload(timeline.events, workload).filter(({ type }) => type === 'Warning').length;
  const figures: Figure[] = [{ id: 'turnover', value: `+${started} −${stopped}`, label: 'started, stopped', tone: 'plain' }];
  if (restarts > 0)
    figures.push({ id: 'restarts', value: String(restarts), label: restarts === 1 ? 'restart' : 'restarts', tone: 'warning' });
  figures.push({
    id: 'warnings',
    value: String(warnings),
    label: warnings === 1 ? 'warning' : 'warnings',
    tone: warnings > 0 ? 'warning' : 'plain',
  });
  return figures;
}
