import type { Timeline } from '../../../server/src/protocol.ts';
import { describeMoment } from '../model/describe.ts';
import type { TimeScale } from '../model/time-scale.ts';
import { at, events, scale, workload } from '../state.ts';
import { scrubbing } from './scrub.ts';

/** Ticks closer than this share of the width are drawn as one. */
const tickShare = 0.003;

/** The slider under everything: a tick for each event, a knob at the moment. Its keys work wherever the focus is. */
export function Scrubber({ timeline }: { readonly timeline: Timeline }) {
  const reach = reachOf(scale.value);
  const position = `${(scale.value.x(at.value) / reach) * 100}%`;
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
      {...scrubbing(reach)}
    >
      <div class="track">
        <i style={{ width: position }} />
      </div>
      <Ticks />
      <div class="knob" style={{ left: position }} />
    </div>
  );
}

/** Nothing can be gone to after the end, so the room that the plot leaves there is not part of the slider. */
function reachOf({ x, to }: TimeScale): number {
  return x(to) || 1;
}

function Ticks() {
  const { x } = scale.value;
  const reach = reachOf(scale.value);
  const places = new Map<number, boolean>();
  for (const event of events.value) {
    const place = Math.round(x(event.at) / reach / tickShare) * tickShare;
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
