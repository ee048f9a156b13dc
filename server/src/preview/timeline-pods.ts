import type { VirtualMs } from '../cluster/engine/types.ts';
import type { Pod } from '../kubernetes/api.ts';
import { podStatus } from '../kubernetes/printers/index.ts';
import type { TimelineBar } from '../protocol.ts';
import { podState } from './pod-state.ts';

type OpenBar = { -readonly [Key in keyof TimelineBar]: TimelineBar[Key] };

/** One pod's life as bars: a new bar whenever its state or its STATUS changes. */
export class PodTrack {
  endedAt: VirtualMs | undefined;
  private readonly bars: OpenBar[] = [];

  constructor(public pod: Pod) {}

  get isLive(): boolean {
    return this.endedAt === undefined;
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
    const state = podState(pod);
    const { status } = podStatus(pod, at);
    if (last?.state === state && last.status === status) return;
    if (last) last.to = seconds;
    if (last?.from === seconds) this.bars.pop();
    this.bars.push({ from: seconds, to: Infinity, state, status });
  }

  /** The bars within a span of virtual seconds. */
  within(from: number, to: number): TimelineBar[] {
    return this.bars
      .filter((bar) => bar.to > from && bar.from <= to)
      .map((bar) => ({ ...bar, from: Math.max(bar.from, from), to: Math.min(bar.to, to) }));
  }
}
