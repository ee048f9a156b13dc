import { nextMoment } from './model/events.ts';
import { at, eventMoments, goTo, isPlaying, scale, timeline } from './state.ts';
import { togglePlay } from './playback.ts';

/** By how much of the width an arrow key moves, and a page key. */
const small = 0.01;
const large = 0.1;

function moveBy(share: number): void {
  isPlaying.value = false;
  const { x, at: momentAt } = scale.peek();
  goTo(momentAt(x(at.peek()) + share));
}

export function goToEvent(direction: 1 | -1): void {
  const run = timeline.peek();
  if (!run) return;
  isPlaying.value = false;
  const end = direction === 1 ? run.to : run.from;
  goTo(nextMoment(eventMoments.peek(), at.peek(), direction) ?? end);
}

function goToEdge(edge: 'from' | 'to'): void {
  isPlaying.value = false;
  goTo(timeline.peek()?.[edge] ?? 0);
}

const keys: Readonly<Record<string, (event: KeyboardEvent) => void>> = {
  ArrowLeft: ({ shiftKey }) => (shiftKey ? goToEvent(-1) : moveBy(-small)),
  ArrowRight: ({ shiftKey }) => (shiftKey ? goToEvent(1) : moveBy(small)),
  PageUp: () => moveBy(large),
  PageDown: () => moveBy(-large),
  Home: () => goToEdge('from'),
  End: () => goToEdge('to'),
  ' ': togglePlay,
};

/** Keys that move time wherever the focus is, unless what has the focus needs them itself. */
export function listenToKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest('input, select, textarea')) return;
    if (event.key === ' ' && target.closest('button')) return;
    const move = keys[event.key];
    if (!move || !timeline.peek()) return;
    event.preventDefault();
    move(event);
  });
}
