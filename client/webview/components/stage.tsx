import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { timeline, workload } from '../state.ts';
import { Axis } from './axis.tsx';
import { Chart } from './chart.tsx';
import { Lanes } from './lanes.tsx';
import { Playhead } from './playhead.tsx';
import { tip } from './tooltip.tsx';

/** Availability above, pods below, over one axis of time; the upper part stays while the pods scroll. */
export function Stage() {
  const frame = useRef<HTMLDivElement>(null);
  const view = useSignal({ top: 0, height: 600 });
  const measure = () => {
    const element = frame.current;
    if (element) view.value = { top: element.scrollTop, height: element.clientHeight };
  };
  const scrolled = () => {
    tip.value = undefined;
    measure();
  };
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const front = workload.value;
  if (!front) return null;
  const isOnly = timeline.value?.workloads.length === 1;
  return (
    <div
      class="stage"
      id="stage"
      ref={frame}
      onScroll={scrolled}
      role={isOnly ? 'region' : 'tabpanel'}
      aria-label={`${front.kind} ${front.name} over time`.trim()}
    >
      <div class="over">
        <Chart workload={front} />
        <Axis />
        <Playhead />
      </div>
      <Lanes view={view.value} frame={frame} />
    </div>
  );
}
