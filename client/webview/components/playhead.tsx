import { at, scale } from '../state.ts';

/** The line at the moment that is shown. */
export function Playhead() {
  return <div class="playhead" style={{ left: `${scale.value.x(at.value) * 100}%` }} />;
}
