import type { SeriesPoint, Timeline, TimelineBar, TimelinePod, TimelineWorkload } from '../../../server/src/protocol.ts';
import { valueAt } from './steps.ts';
import { secondsText } from './time.ts';

/** Texts for those who hear the page instead of seeing it. Moments are seconds since the run's start. */

export function describeBar(bar: TimelineBar, timeline: Timeline): string {
  const span = timeline.to - timeline.from;
  const text = (at: number) => secondsText(at - timeline.from, span);
  return `${bar.status} ${bar.ready}, ${text(bar.from)} to ${text(bar.to)}`;
}

export function describePod(pod: TimelinePod, timeline: Timeline): string {
  const place = pod.node === '' ? 'not scheduled' : `on ${pod.node}`;
  // States that were over before anyone could have seen them are not worth hearing.
  const lasting = pod.bars.filter(({ from, to }) => to - from >= 0.05);
  return `${pod.name}, ${place}: ${(lasting.length > 0 ? lasting : pod.bars).map((bar) => describeBar(bar, timeline)).join('; ')}`;
}

export function describeMoment(workload: TimelineWorkload | undefined, at: number, timeline: Timeline): string {
  const span = timeline.to - timeline.from;
  const time = `${secondsText(at - timeline.from, span)} of ${secondsText(span, span)}`;
  if (!workload) return time;
  const { available, desired, pods } = workload.series;
  const count = (points: readonly SeriesPoint[]) => valueAt(points, at) ?? 0;
  return `${time}: ${count(available)} of ${count(desired)} available, ${count(pods)} pods`;
}

/** The chart in words: each line with its steps. Long ones are cut. */
export function describeChart({ series, ...workload }: TimelineWorkload, timeline: Timeline): string {
  const lines = [
    `Available: ${describeSteps(series.available, timeline)}.`,
    `Pods that are not terminating: ${describeSteps(series.pods, timeline)}.`,
    `Desired: ${describeSteps(series.desired, timeline)}.`,
  ];
  if (workload.floorLabel) lines.push(`${capital(workload.floorLabel)}.`);
  if (workload.ceilingLabel) lines.push(`${capital(workload.ceilingLabel)}.`);
  return lines.join(' ');
}

const mostSteps = 20;

function describeSteps(points: readonly SeriesPoint[], timeline: Timeline): string {
  const span = timeline.to - timeline.from;
  const shown = points.slice(0, mostSteps).map(({ at, value }) => `${value} at ${secondsText(at - timeline.from, span)}`);
  const rest = points.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more changes` : '');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
