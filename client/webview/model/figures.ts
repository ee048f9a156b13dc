import type { SeriesPoint, Timeline, TimelineWorkload } from '../../../server/src/protocol.ts';
import { eventsOfWorkload } from './events.ts';
import { podsOf } from './pods.ts';
import { momentsOf, valueAt } from './steps.ts';
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

/** Fewest available pods from the moment on at which the strategy's promise was first kept. */
export function lowestAvailable({ series }: TimelineWorkload): { readonly value: number; readonly limit: number } | undefined {
  const promise = series.floor.length > 0 ? series.floor : series.desired;
  let lowest: { value: number; limit: number } | undefined;
  let isKept = false;
  let before: number | undefined;
  for (const at of momentsOf(series.available, promise)) {
    const value = valueAt(series.available, at) ?? 0;
    const limit = valueAt(promise, at) ?? 0;
    // A raised floor (after scaling up) is a promise only once it was reached.
    if (before !== undefined && limit > before && value < limit) isKept = false;
    if (value >= limit && limit > 0) isKept = true;
    before = limit;
    if (isKept && (lowest === undefined || value - limit < lowest.value - lowest.limit)) lowest = { value, limit };
  }
  return lowest;
}

/** Most pods at once, from the moment on at which they fitted under the ceiling; a lowered ceiling takes a moment to be met. */
export function mostPods({ series }: TimelineWorkload): { readonly value: number; readonly limit?: number } {
  let best: { value: number; limit?: number } = { value: 0 };
  let isKept = false;
  for (const at of momentsOf(series.pods, series.ceiling)) {
    const value = valueAt(series.pods, at) ?? 0;
    const limit = valueAt(series.ceiling, at);
    if (limit === undefined || value <= limit) isKept = true;
    const excess = value - (limit ?? 0);
    if (isKept && (best.limit === undefined || limit === undefined || excess >= best.value - best.limit)) {
      if (value > best.value || excess > 0) best = limit === undefined ? { value } : { value, limit };
    }
  }
  return best;
}

function availability(workload: TimelineWorkload, { from, to }: Timeline): Figure[] {
  if (workload.kind === 'Pod') return [];
  const { available, desired, floor } = workload.series;
  const wanted = valueAt(desired, to) ?? 0;
  const lowest = valueAt(available, from) === 0 && firstFull(available, desired) !== undefined ? undefined : lowestAvailable(workload);
  if (lowest && floor.length > 0) {
    const tone = lowest.value < lowest.limit ? 'bad' : 'plain';
    return [
      { id: 'lowest', value: `${lowest.value} of ${wanted}`, label: `lowest available (floor ${lowest.limit})`, tone },
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
  const figures: Figure[] = [
    { id: 'turnover', value: `+${started} −${stopped}`, label: 'pods started, stopped', tone: 'plain' },
  ];
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
