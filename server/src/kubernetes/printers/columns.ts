import { virtualMsOf } from '../time.ts';

/** One cell of the table that `kubectl get` prints, under its header. */
export interface Column {
  readonly name: string;
  readonly value: string;
}

/** From pairs of header and value; numbers are printed as they are. */
export function columns(...pairs: readonly (readonly [name: string, value: string | number | undefined])[]): Column[] {
  return pairs.map(([name, value]) => ({ name, value: String(value ?? 0) }));
}

/** How long ago a timestamp is, as kubectl's AGE. `now` in virtual milliseconds. */
export function age(timestamp: string | undefined, now: number): string {
  const since = virtualMsOf(timestamp);
  return since === undefined ? '<unknown>' : humanDuration(now - since);
}

/**
 * Two units at most, coarser the longer it is. Milliseconds.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 24 * 8) return twoUnits(days, 'd', hours % 24, 'h');
  if (days < 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  return days < 365 * 8 ? twoUnits(years, 'y', days % 365, 'd') : `${years}y`;
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
