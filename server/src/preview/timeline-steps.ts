import type { VirtualMs } from '../cluster/engine/types.ts';
import type { SeriesPoint } from '../protocol.ts';

/** Adds a step where the value changed; several changes at one moment are one step. */
export function push(points: SeriesPoint[], atMs: VirtualMs, value: number): void {
  const at = atMs / 1000;
  const last = points.at(-1);
  if (last?.value === value) return;
  if (last?.at === at) points.pop();
  if (points.at(-1)?.value !== value) points.push({ at, value });
}

/** Points from `from` on (virtual seconds), led by the value that held then. */
export function clip(points: readonly SeriesPoint[], from: number): SeriesPoint[] {
  const before = points.findLast((point) => point.at <= from);
  return [{ at: from, value: before?.value ?? 0 }, ...points.filter((point) => point.at > from)];
}

/** Counts what comes and goes, in any order of time. */
export class Tally {
  private readonly changes: { readonly at: VirtualMs; readonly by: number }[] = [];

  add(at: VirtualMs, by: number): void {
    if (by !== 0) this.changes.push({ at, by });
  }

  steps(): SeriesPoint[] {
    const points: SeriesPoint[] = [];
    let value = 0;
    for (const { at, by } of this.changes.toSorted((a, b) => a.at - b.at)) {
      value += by;
      push(points, at, value);
    }
    return points;
  }
}
