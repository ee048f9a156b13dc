import type { Timeline } from '../../../server/src/protocol.ts';
import { secondsText } from '../model/time.ts';
import { goToEvent } from '../moves.ts';
import { togglePlay } from '../playback.ts';
import { at, chosenSpeed, isPlaying, speed, speeds } from '../state.ts';
import { Scrubber } from './scrubber.tsx';

export function Transport({ timeline }: { readonly timeline: Timeline }) {
  const span = timeline.to - timeline.from;
  return (
    <div class="transport" role="group" aria-label="Time">
      <button
        type="button"
        class="icon"
        onClick={togglePlay}
        aria-label={isPlaying.value ? 'Pause' : 'Play'}
        title="Play or pause (Space)"
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          {isPlaying.value ? <path d="M4 3h3v10H4zM9 3h3v10H9z" /> : <path d="M4 2.5v11l9-5.5z" />}
        </svg>
      </button>
      <button
        type="button"
        class="icon"
        onClick={() => goToEvent(-1)}
        aria-label="Previous event"
        title="Previous event (Shift+←)"
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 3h2v10H3zM13 3v10L6 8z" />
        </svg>
      </button>
      <button type="button" class="icon" onClick={() => goToEvent(1)} aria-label="Next event" title="Next event (Shift+→)">
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M11 3h2v10h-2zM3 3v10l7-5z" />
        </svg>
      </button>
      <select
        aria-label="Speed"
        title="Virtual seconds per second"
        value={String(speed.value)}
        onChange={({ currentTarget }) => (chosenSpeed.value = Number(currentTarget.value))}
      >
        {speeds.map((one) => (
          <option key={one} value={String(one)}>
            {one}×
          </option>
        ))}
      </select>
      <Scrubber timeline={timeline} />
      <span class="clock">
        {secondsText(at.value - timeline.from, span)} <span class="dim">/ {secondsText(span, span)}</span>
      </span>
    </div>
  );
}
