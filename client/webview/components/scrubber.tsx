import type { Timeline } from '../../../server/src/protocol.ts';
import { describeMoment } from '../model/describe.ts';
import { at, events, scale, workload } from '../state.ts';
import { scrubbing } from './scrub.ts';

/** Ticks closer than this share of the width are drawn as one. */
const tickShare = 0.003;

/** The slider under everything: a tick for each event, a knob at the moment. Its keys work wherever the focus is. */
export function Scrubber({ timeline }: { readonly timeline: Timeline }) {
  const { x } = scale.value;
  const position = `${x(at.value) * 100}%`;
  return (
    <div
      class="scrubber"
      role="slider"
      tabIndex={0}
      aria-label="Moment"
      aria-valuemin={0}
      aria-valuemax={Math.round((timeline.to - timeline.from) * 1000) / 1000}
      aria-valuenow={Math.round((at.value - timeline.from) * 1000) / 1000}
      aria-valuetext={describeMoment(workload.value, at.value, timeline)}
      title="← → move, Shift to the next event, Home and End"
      {...scrubbing()}
    >
      <div class="track">
        <i style={{ width: position }} />
      </div>
      <Ticks />
      <div class="knob" style={{ left: position }} />
    </div>
  );
}

function Ticks() {
  const { x } = scale.value;
  const places = new Map<number, boolean>();
  for (const event of events.value) {
    const place = Math.round(x(event.at) / tickShare) * tickShare;
    places.set(place, (places.get(place) ?? false) || event.type === 'Warning');
  }
  return (
    <>
      {[...places].map(([place, isWarning]) => (
        <b key={place} class={isWarning ? 'warning' : ''} style={{ left: `${place * 100}%` }} />
      ))}
    </>
  );
}
