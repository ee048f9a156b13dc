import type { TimelineWorkload } from '../../../server/src/protocol.ts';
import { describeChart } from '../model/describe.ts';
import { largest, stepPath, valueAt } from '../model/steps.ts';
import { secondsText } from '../model/time.ts';
import { scale, timeline } from '../state.ts';
import { momentUnder, scrubbing } from './scrub.ts';
import { tip } from './tooltip.tsx';

/** Units of the drawing; the browser stretches them to the plot. */
const width = 1000;
const height = 100;

export function Chart({ workload }: { readonly workload: TimelineWorkload }) {
  const run = timeline.value;
  if (!run) return null;
  const { series } = workload;
  const most = Math.max(1, ...Object.values(series).map(largest));
  const { x, edge } = scale.value;
  const across = (at: number) => x(at) * width;
  const up = (value: number) => height - (value / (most * 1.12)) * height;
  const path = (points: TimelineWorkload['series']['pods'], base?: number) => stepPath(points, edge, across, up, base);
  const text = describeChart(workload, run);
  const hover = (event: MouseEvent) => {
    const at = momentUnder(event);
    const count = (points: TimelineWorkload['series']['pods']) => valueAt(points, at) ?? 0;
    tip.value = {
      x: event.clientX,
      y: event.clientY,
      title: secondsText(at - run.from, run.to - run.from),
      lines: [
        `${count(series.available)} available, ${count(series.ready)} ready`,
        `${count(series.pods)} pods, ${count(series.desired)} desired`,
      ],
    };
  };
  return (
    <div class="chart">
      <div class="row caption">
        <h2 class="label">Availability</h2>
        <ul class="legend" aria-hidden="true">
          <li>
            <i class="line pods" /> pods (not terminating)
          </li>
          <li>
            <i class="line available" /> available
          </li>
        </ul>
      </div>
      <div class="row canvas">
        <Levels workload={workload} up={up} />
        <div class="plot" {...scrubbing()} onMouseMove={hover} onMouseLeave={() => (tip.value = undefined)}>
          <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label="Availability over time">
            <desc>{text}</desc>
            <path class="available area" d={path(series.available, height)} />
            {series.floor.length > 0 && <path class="band" d={band(path(series.ceiling), path(series.floor))} />}
            <path class="desired" d={path(series.desired)} />
            <path class="limit" d={path(series.ceiling)} />
            <path class="limit" d={path(series.floor)} />
            <path class="pods" d={path(series.pods)} />
            <path class="available" d={path(series.available)} />
          </svg>
        </div>
      </div>
      <p class="hidden">{text}</p>
    </div>
  );
}

/** The room between two step lines: one forth, the other back, filled by even-odd. */
function band(upper: string, lower: string): string {
  if (upper === '' || lower === '') return '';
  return `${upper}V${height}H0Z${lower}V${height}H0Z`;
}

/** What the heights mean, beside the plot, pushed apart where they would overlap. */
function Levels({ workload, up }: { readonly workload: TimelineWorkload; readonly up: (value: number) => number }) {
  const { floor, ceiling, series } = workload;
  const desired = series.desired.at(-1)?.value ?? 0;
  const levels = [
    { value: ceiling, long: workload.ceilingLabel, short: `ceiling ${ceiling ?? ''}` },
    { value: desired, long: `desired: ${desired}`, short: `desired ${desired}` },
    { value: floor, long: workload.floorLabel, short: `floor ${floor ?? ''}` },
    { value: 0, long: '0', short: '0' },
  ].flatMap(({ value, long, short }) => (value === undefined ? [] : [{ y: up(value), long: long ?? short, short }]));
  return (
    <div class="label levels" aria-hidden="true">
      {spread(levels).map(({ y, long, short }) => (
        <span key={short} class="level" style={{ top: `${y}%` }}>
          <span class="long">{long}</span>
          <span class="short">{short}</span>
        </span>
      ))}
    </div>
  );
}

/** Least distance between two labels, in units of the drawing. */
const labelGap = 13;

function spread<Level extends { readonly y: number }>(levels: readonly Level[]): Level[] {
  let above = -Infinity;
  const lowered = levels.map((level) => {
    above = Math.max(level.y, above + labelGap);
    return { ...level, y: above };
  });
  let below = height - labelGap / 2 + labelGap;
  return lowered.toReversed().map((level) => {
    below = Math.min(level.y, below - labelGap);
    return { ...level, y: below };
  });
}
