import { at, scale } from '../state.ts';

/** The line at the moment that is shown, over whatever part of the stage holds it. */
export function Playhead() {
  return (
    <div class="playheads" aria-hidden="true">
      <div class="playhead" style={{ left: `${scale.value.x(at.value) * 100}%` }} />
    </div>
  );
}
