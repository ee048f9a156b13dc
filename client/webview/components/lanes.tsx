import type { RefObject } from 'preact';
import { describePod } from '../model/describe.ts';
import { heightOf, type PodRow, type Row, rowsWithin } from '../model/rows.ts';
import { groupBy, rows, scale, selectedPod, selectPod, timeline } from '../state.ts';
import { Legend } from './legend.tsx';
import { Playhead } from './playhead.tsx';
import { PodLane } from './pod-lane.tsx';

interface View {
  readonly top: number;
  readonly height: number;
}

/** Rows beyond the visible ones that are kept ready. Pixels. */
const margin = 300;

/** Pods as bars over time. Only what is in view is drawn, so that a thousand pods scroll as smoothly as ten. */
export function Lanes({ view, frame }: { readonly view: View; readonly frame: RefObject<HTMLDivElement | null> }) {
  const all = rows.value;
  const pods = all.filter((row): row is PodRow => row.type === 'pod');
  const active = pods.find(({ pod }) => pod.uid === selectedPod.value) ?? pods[0];
  const inView = rowsWithin(all, view.top - margin, view.top + view.height + margin);
  // The row with the focus stays in the page, or the focus would be lost.
  const drawn = active && !inView.includes(active) ? [...inView, active] : inView;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = step === undefined || !active ? undefined : pods[active.position - 1 + step];
    if (!next) return;
    event.preventDefault();
    selectPod(next.pod.uid);
    reveal(frame.current, next);
    requestAnimationFrame(() => document.getElementById(`pod-${next.pod.uid}`)?.focus({ preventScroll: true }));
  };
  return (
    <div class="lanes">
      <div class="row caption">
        <h2 class="label">
          Pods <span class="dim">{pods.length}</span>
        </h2>
        <Grouping />
        <Legend />
      </div>
      <ul class="rows" style={{ height: `${heightOf(all)}px` }} onKeyDown={move} aria-label="Pods">
        {drawn.map((row) => (
          <li key={row.key} class={row.type} style={{ transform: `translateY(${row.top}px)` }}>
            {row.type === 'group' ? <Group row={row} /> : <Lane row={row} count={pods.length} isActive={row === active} />}
          </li>
        ))}
      </ul>
      <Grid />
      <Playhead />
    </div>
  );
}

function Lane({ row, count, isActive }: { readonly row: PodRow; readonly count: number; readonly isActive: boolean }) {
  const run = timeline.value;
  if (!run) return null;
  const isSelected = row.pod.uid === selectedPod.value;
  const label = `${describePod(row.pod, run)} (${row.position} of ${count})`;
  return <PodLane row={row} label={label} isSelected={isSelected} isActive={isActive} />;
}

function Group({ row }: { readonly row: Extract<Row, { type: 'group' }> }) {
  return (
    <div class="group-line">
      <h3>{row.label}</h3> <span class="dim">{row.detail}</span>
    </div>
  );
}

function Grouping() {
  return (
    <fieldset class="segments">
      <legend class="hidden">Group pods by</legend>
      {(['revision', 'node'] as const).map((by) => (
        <label key={by}>
          <input type="radio" name="group-by" checked={groupBy.value === by} onChange={() => (groupBy.value = by)} />
          <span>By {by}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Lines of the axis, behind the bars. */
function Grid() {
  const { ticks, x, extent, folds } = scale.value;
  return (
    <div class="plot grid" aria-hidden="true">
      {ticks(10).map((tick) => (
        <i key={tick} style={{ left: `${x(tick) * 100}%` }} />
      ))}
      {folds.map((fold) => (
        <b key={fold.from} style={extent(fold)} />
      ))}
    </div>
  );
}

function reveal(frame: HTMLDivElement | null, row: PodRow): void {
  const list = frame?.querySelector<HTMLElement>('.rows');
  if (!frame || !list) return;
  const covered = frame.querySelector<HTMLElement>('.over')?.offsetHeight ?? 0;
  const top = list.offsetTop + row.top;
  if (top < frame.scrollTop + covered) frame.scrollTop = top - covered;
  else if (top + row.height > frame.scrollTop + frame.clientHeight) frame.scrollTop = top + row.height - frame.clientHeight;
}
