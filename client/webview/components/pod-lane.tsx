import { memo } from 'preact/compat';
import type { TimelineBar } from '../../../server/src/protocol.ts';
import { describeBar } from '../model/describe.ts';
import { barAt, splitName } from '../model/pods.ts';
import type { PodRow } from '../model/rows.ts';
import { at, goTo, isPlaying, scale, selectPod, timeline } from '../state.ts';
import { momentUnder } from './scrub.ts';
import { tip } from './tooltip.tsx';

interface Props {
  readonly row: PodRow;
  /** Everything about the pod, for a screen reader. */
  readonly label: string;
  readonly isSelected: boolean;
  /** The one row that Tab reaches; the arrow keys go on from there. */
  readonly isActive: boolean;
}

export const PodLane = memo(function PodLane({ row, label, isSelected, isActive }: Props) {
  const { pod, note } = row;
  const { shared, own } = splitName(pod.name);
  const { extent } = scale.value;
  const showNow = (event: FocusEvent) => {
    const run = timeline.peek();
    const bar = run && barAt(pod, at.peek(), run.to);
    const box = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : undefined;
    if (bar && box && isKeyboardFocus(event)) showBar(bar, pod.name, box.left + 24, box.bottom);
  };
  return (
    <div class={isSelected ? 'lane selected' : 'lane'}>
      <button
        type="button"
        class="label"
        id={`pod-${pod.uid}`}
        tabIndex={isActive ? 0 : -1}
        aria-pressed={isSelected}
        aria-label={label}
        onClick={() => selectPod(isSelected ? undefined : pod.uid)}
        onFocus={showNow}
        onBlur={() => (tip.value = undefined)}
      >
        <span class="name">
          <span class="shared">{shared}</span>
          <span class="own">{own}</span>
        </span>
        <span class="note-col">{note || 'no node'}</span>
      </button>
      <div
        class="plot"
        aria-hidden="true"
        onClick={() => selectPod(pod.uid)}
        onDblClick={(event) => {
          isPlaying.value = false;
          goTo(momentUnder(event));
        }}
        onMouseLeave={() => (tip.value = undefined)}
      >
        {pod.bars.map((bar) => (
          <span
            key={bar.from}
            class={`pod-bar ${bar.state}`}
            style={extent(bar, pod.endedAt === undefined)}
            onMouseMove={(event) => showBar(bar, pod.name, event.clientX, event.clientY)}
          />
        ))}
      </div>
    </div>
  );
});

function showBar(bar: TimelineBar, name: string, x: number, y: number): void {
  const run = timeline.peek();
  if (!run) return;
  const restarts = bar.restarts > 0 ? [`${bar.restarts} ${bar.restarts === 1 ? 'restart' : 'restarts'}`] : [];
  tip.value = { x, y, title: name, lines: [describeBar(bar, run), ...restarts, ...(bar.problem ? [bar.problem] : [])] };
}

function isKeyboardFocus(event: FocusEvent): boolean {
  return event.currentTarget instanceof Element && event.currentTarget.matches(':focus-visible');
}
