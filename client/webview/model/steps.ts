import type { SeriesPoint } from '../../../server/src/protocol.ts';

/** What a step function holds at a moment; undefined before its first point. */
export function valueAt(points: readonly SeriesPoint[], at: number): number | undefined {
  return points.findLast((point) => point.at <= at)?.value;
}

export function largest(points: readonly SeriesPoint[]): number {
  return points.reduce((most, { value }) => Math.max(most, value), 0);
}

/** Moments at which any of the functions changes, in order, each once. */
export function momentsOf(...series: readonly (readonly SeriesPoint[])[]): number[] {
  return [...new Set(series.flatMap((points) => points.map(({ at }) => at)))].sort((a, b) => a - b);
}

/**
 * An SVG path of a step function; with `base` the area between it and that height.
 * @param x of virtual seconds
 * @param y of values
 */
export function stepPath(
  points: readonly SeriesPoint[],
  to: number,
  x: (at: number) => number,
  y: (value: number) => number,
  base?: number,
): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const line = [`M${round(x(first.at))} ${round(y(first.value))}`];
  for (const { at, value } of rest) line.push(`H${round(x(at))}V${round(y(value))}`);
  line.push(`H${round(x(to))}`);
  if (base !== undefined) line.push(`V${round(base)}H${round(x(first.at))}Z`);
  return line.join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
