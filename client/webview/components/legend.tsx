import type { PodBarState } from '../../../server/src/protocol.ts';
import { podsOf, stateNames } from '../model/pods.ts';
import { workload } from '../state.ts';

/** The colours of the bars: the usual ones, and the rare ones only where they occur. */
export function Legend() {
  const front = workload.value;
  const present = new Set(front ? podsOf(front).flatMap(({ bars }) => bars.map(({ state }) => state)) : []);
  const states = (Object.keys(stateNames) as PodBarState[]).filter((state) => present.has(state));
  return (
    <ul class="legend" aria-label="Colours">
      {states.map((state) => (
        <li key={state}>
          <i class={`swatch ${state}`} aria-hidden="true" /> {stateNames[state]}
        </li>
      ))}
    </ul>
  );
}
