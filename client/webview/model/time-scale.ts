interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Maps virtual seconds to 0…1 of the plot's width. Quiet stretches may be folded: drawn short, and marked as such. */
export interface TimeScale {
  readonly from: number;
  readonly to: number;
  /** The moment that the plot's right edge would be: `to`, or later where room is left after it. */
  readonly edge: number;
  readonly x: (at: number) => number;
  readonly at: (x: number) => number;
  /** Left edge and width of a stretch, as CSS writes them; what lasts at the end goes on to the plot's edge. */
  readonly extent: (stretch: Stretch, lasts?: boolean) => { readonly left: string; readonly width: string };
  readonly folds: readonly Stretch[];
  /** Seconds that the whole width would show without folds: how fast time runs on the plot. */
  readonly perWidth: number;
  /** Moments worth a label, at most one for each `1 / count` of the width. */
  readonly ticks: (count: number) => readonly number[];
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly x0: number;
  readonly x1: number;
  readonly isFolded: boolean;
}

const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200];

/** In runs of this length, a stretch without changes is folded when it takes this share of the run. Seconds. */
const foldFrom = 90;
const foldShare = 0.12;
/** Share of the width that a folded stretch keeps. */
const foldWidth = 0.05;

interface ScaleOptions {
  /** When something changes; given, stretches without any are folded. In order, within from…to. */
  readonly moments?: readonly number[];
  /** Share of the width after `to`, where what lasts goes on: a run ends with its last change, which would else not be seen. */
  readonly room?: number;
}

export function timeScale(from: number, to: number, { moments, room: wanted = 0 }: ScaleOptions = {}): TimeScale {
  const room = to > from ? wanted : 0;
  const end = to > from ? to : from + 1;
  const pieces = place(split(from, end, moments ? quietStretches(from, end, moments) : []), 1 - room);
  const perWidth = secondsPerWidth(pieces);
  const edge = end + perWidth * room;
  const x = (at: number) => {
    if (at > end) return room === 0 ? 1 : clamp(1 - room + (at - end) / perWidth, 0, 1);
    const piece = pieces.find((one) => at <= one.to) ?? pieces[pieces.length - 1];
    if (!piece) return 0;
    return clamp(piece.x0 + ((at - piece.from) / (piece.to - piece.from)) * (piece.x1 - piece.x0), 0, 1);
  };
  const at = (position: number) => {
    const piece = pieces.find((one) => position <= one.x1) ?? pieces[pieces.length - 1];
    if (!piece) return from;
    return clamp(piece.from + ((position - piece.x0) / (piece.x1 - piece.x0)) * (piece.to - piece.from), from, to);
  };
  const folds = pieces.filter(({ isFolded }) => isFolded);
  const extent = (stretch: Stretch, lasts = true) => {
    const left = x(stretch.from);
    const right = lasts && stretch.to >= to ? 1 : x(stretch.to);
    return { left: `${left * 100}%`, width: `${(right - left) * 100}%` };
  };
  const ticks = (count: number) => (to > from ? ticksOf(pieces, from, x, perWidth / count, 0.9 / count) : [from]);
  return { from, to, edge, x, at, extent, folds, perWidth, ticks };
}

/** A little of each quiet stretch stays at true scale at both ends, so that what follows a change is still seen to last. */
function quietStretches(from: number, to: number, moments: readonly number[]): Stretch[] {
  const span = to - from;
  if (span < foldFrom) return [];
  const all = [from, ...moments.filter((moment) => moment > from && moment < to), to];
  return all.flatMap((moment, index) => {
    const next = all[index + 1];
    if (next === undefined || next - moment < span * foldShare) return [];
    const margin = (next - moment) * 0.02;
    return [{ from: moment + margin, to: next - margin }];
  });
}

function split(from: number, to: number, folds: readonly Stretch[]): { from: number; to: number; isFolded: boolean }[] {
  const pieces: { from: number; to: number; isFolded: boolean }[] = [];
  let at = from;
  for (const fold of folds) {
    if (fold.from > at) pieces.push({ from: at, to: fold.from, isFolded: false });
    pieces.push({ ...fold, isFolded: true });
    at = fold.to;
  }
  if (at < to) pieces.push({ from: at, to, isFolded: false });
  return pieces;
}

function place(pieces: readonly { from: number; to: number; isFolded: boolean }[], width: number): Piece[] {
  const folded = pieces.filter(({ isFolded }) => isFolded).length;
  const open = pieces.reduce((sum, { from, to, isFolded }) => sum + (isFolded ? 0 : to - from), 0);
  const room = width - folded * foldWidth;
  let x = 0;
  return pieces.map((piece) => {
    const share = piece.isFolded ? foldWidth : open === 0 ? room : ((piece.to - piece.from) / open) * room;
    const placed = { ...piece, x0: x, x1: x + share };
    x += share;
    return placed;
  });
}

function secondsPerWidth(pieces: readonly Piece[]): number {
  const open = pieces.filter(({ isFolded }) => !isFolded);
  const seconds = open.reduce((sum, { from, to }) => sum + (to - from), 0);
  const width = open.reduce((sum, { x0, x1 }) => sum + (x1 - x0), 0);
  return width === 0 ? 1 : seconds / width;
}

/** Round numbers of seconds since the start, outside folds; none closer to the last than `gap` of the width. */
function ticksOf(pieces: readonly Piece[], from: number, x: (at: number) => number, least: number, gap: number): number[] {
  const step = steps.find((one) => one >= least) ?? 86400;
  const ticks: number[] = [];
  for (const piece of pieces.filter(({ isFolded }) => !isFolded)) {
    for (let index = Math.ceil((piece.from - from) / step - 1e-9); from + index * step <= piece.to + 1e-9; index++) {
      const tick = from + index * step;
      const last = ticks.at(-1);
      if (last === undefined || x(tick) - x(last) >= gap) ticks.push(tick);
    }
  }
  return ticks;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
