import { effect } from '@preact/signals';
import { at, goTo, isAtEnd, isPlaying, scale, speed, timeline } from './state.ts';

/** Lets time run while playing: on the plot it runs evenly, so folded stretches pass quickly. */
export function startPlayback(): void {
  let last: number | undefined;
  const frame = (now: number) => {
    if (!isPlaying.peek()) {
      last = undefined;
      return;
    }
    const elapsed = last === undefined ? 0 : Math.min(0.1, (now - last) / 1000);
    last = now;
    const { x, at: momentAt, perWidth } = scale.peek();
    const position = x(at.peek()) + (elapsed * speed.peek()) / perWidth;
    goTo(momentAt(position));
    if (isAtEnd.peek()) isPlaying.value = false;
    else requestAnimationFrame(frame);
  };
  effect(() => {
    if (isPlaying.value) requestAnimationFrame(frame);
  });
}

export function togglePlay(): void {
  const run = timeline.peek();
  if (!run) return;
  if (!isPlaying.peek() && isAtEnd.peek()) goTo(run.from);
  isPlaying.value = !isPlaying.peek();
}
