import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Tip {
  /** Where the pointer is, in the window. */
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly lines: readonly string[];
}

/** What is pointed at; the one tooltip of the page shows it. */
export const tip = signal<Tip | undefined>(undefined);

const distance = 14;

/** For eyes only: a screen reader hears the same from what has the focus. */
export function Tooltip() {
  const box = useRef<HTMLDivElement>(null);
  const shown = tip.value;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !shown) return;
    const { offsetWidth, offsetHeight } = element;
    const below = shown.y + distance;
    const left = Math.max(4, Math.min(shown.x + distance, window.innerWidth - offsetWidth - 4));
    const top = below + offsetHeight > window.innerHeight ? shown.y - offsetHeight - distance : below;
    element.style.transform = `translate(${left}px, ${Math.max(4, top)}px)`;
  }, [shown]);
  if (!shown) return null;
  return (
    <div class="tooltip" ref={box} aria-hidden="true">
      <strong>{shown.title}</strong>
      {shown.lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </div>
  );
}
