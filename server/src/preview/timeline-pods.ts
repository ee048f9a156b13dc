import type { VirtualMs } from '../cluster/engine/types.ts';
import type { PlacementExplanation } from '../cluster/scheduler/index.ts';
import type { Pod } from '../kubernetes/api.ts';
import { podStatus } from '../kubernetes/printers/index.ts';
import type { TimelineBar, TimelinePod } from '../protocol.ts';
import { podProblem } from './pod-problem.ts';
import { podState } from './pod-state.ts';
import { placementLines } from './placement.ts';

type OpenBar = { -readonly [Key in keyof TimelineBar]: TimelineBar[Key] };

/** One pod's life as bars: a new bar whenever its state or what kubectl prints of it changes. */
export class PodTrack {
  readonly createdAt: VirtualMs;
  endedAt: VirtualMs | undefined;
  private readonly bars: OpenBar[] = [];

  constructor(
    public pod: Pod,
    at: VirtualMs,
  ) {
    this.createdAt = at;
  }

  follow(verb: 'create' | 'update' | 'delete', pod: Pod, at: VirtualMs): void {
    this.pod = pod;
    const seconds = at / 1000;
    const last = this.bars.at(-1);
    if (verb === 'delete') {
      this.endedAt = at;
      if (last) last.to = seconds;
      return;
    }
    const bar = barOf(pod, at);
    if (last && isSame(last, bar)) {
      last.problem = bar.problem;
      return;
    }
    if (last) last.to = seconds;
    if (last?.from === seconds) this.bars.pop();
    const before = this.bars.at(-1);
    if (before && isSame(before, bar)) {
      before.to = Infinity;
      before.problem = bar.problem;
    } else this.bars.push(bar);
  }

  /** The bars within a span of virtual seconds. */
  within(from: number, to: number): TimelineBar[] {
    return this.bars
      .filter((bar) => bar.to > from && bar.from <= to)
      .map((bar) => ({ ...bar, from: Math.max(bar.from, from), to: Math.min(bar.to, to) }));
  }
}

function barOf(pod: Pod, at: VirtualMs): OpenBar {
  const { status, ready, restartCount } = podStatus(pod, at);
  const problem = podProblem(pod);
  return {
    from: at / 1000,
    to: Infinity,
    state: podState(pod),
    status,
    ready,
    restarts: restartCount,
    ...(problem ? { problem: `${problem.reason}: ${problem.message}` } : {}),
  };
}

function isSame(a: TimelineBar, b: TimelineBar): boolean {
  return a.state === b.state && a.status === b.status && a.ready === b.ready && a.restarts === b.restarts;
}

/** What was said of pods besides their own writes. */
export interface PodWords {
  /** The scheduler's last event about each pod, by `namespace/name`. */
  readonly said: ReadonlyMap<string, string>;
  readonly placementOf: (uid: string) => PlacementExplanation | undefined;
}

/** Empty for a pod that ended before the span began. Virtual seconds. */
export function toPod(track: PodTrack, { said, placementOf }: PodWords, from: number, to: number): TimelinePod[] {
  const bars = track.within(from, to);
  const last = bars.at(-1);
  if (!last) return [];
  const { metadata, spec } = track.pod;
  const namespace = metadata.namespace ?? '';
  const name = metadata.name ?? '';
  const scheduled = said.get(`${namespace}/${name}`) ?? '';
  const problem = last.problem?.endsWith(scheduled) && scheduled !== '' ? undefined : last.problem;
  const explanation = placementOf(metadata.uid ?? '');
  return [
    {
      name,
      namespace,
      uid: metadata.uid ?? '',
      node: spec?.nodeName ?? '',
      bars,
      why: [scheduled, problem].filter(Boolean).join('\n'),
      ...(explanation ? { placement: placementLines(explanation) } : {}),
      images: (spec?.containers ?? []).map(({ image }) => image ?? ''),
      createdAt: track.createdAt / 1000,
      ...(track.endedAt === undefined ? {} : { endedAt: track.endedAt / 1000 }),
    },
  ];
}
