import { formatMoment } from '../../src/time.ts';

/** Seconds since the run's start, finer where the whole run is short. */
export function secondsText(seconds: number, span: number): string {
  if (span >= 2) return formatMoment(seconds);
  return `${Math.round(seconds * 1000) / 1000} s`;
}
