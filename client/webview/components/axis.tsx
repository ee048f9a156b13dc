import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { secondsText } from '../model/time.ts';
import { canFold, foldQuiet, scale } from '../state.ts';
import { scrubbing } from './scrub.ts';

/** Width that a label of the axis needs, in seconds alone and with minutes. */
const labelPixels = { seconds: 60, minutes: 90 };

export function Axis() {
  const box = useRef<HTMLDivElement>(null);
  const width = useSignal(600);
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => (width.value = element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const { from, to, x, extent, folds, ticks } = scale.value;
  const text = (seconds: number) => secondsText(seconds, to - from);
  return (
    <div class="axis row">
      <div class="label">
        {canFold.value && (
          <label class="check" title="Long stretches in which nothing happens are drawn short">
            <input type="checkbox" checked={foldQuiet.value} onChange={() => (foldQuiet.value = !foldQuiet.value)} />
            Fold quiet time
          </label>
        )}
      </div>
      <div class="plot" ref={box} aria-hidden="true" {...scrubbing()}>
        {ticks(Math.max(2, width.value / (to - from < 100 ? labelPixels.seconds : labelPixels.minutes))).map((tick) => (
          <span key={tick} class={x(tick) > 0.97 ? 'tick last' : 'tick'} style={{ left: `${x(tick) * 100}%` }}>
            {text(tick - from)}
          </span>
        ))}
        {folds.map((fold) => (
          <span key={fold.from} class="fold" style={extent(fold)} title={`${text(fold.to - fold.from)} in which nothing happens`}>
            ⋯
          </span>
        ))}
      </div>
    </div>
  );
}
