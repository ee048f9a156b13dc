import { goTo, isPlaying, scale } from '../state.ts';

/**
 * Pointer handlers for whatever lies over the axis of time: press and drag to go to a moment.
 * @param reach share of the scale that its width shows
 */
export function scrubbing(reach = 1): { onPointerDown(event: PointerEvent): void; onPointerMove(event: PointerEvent): void } {
  const go = (event: PointerEvent) => goTo(momentUnder(event, reach));
  return {
    onPointerDown(event) {
      if (event.button !== 0 || !(event.currentTarget instanceof Element)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      isPlaying.value = false;
      go(event);
    },
    onPointerMove(event) {
      if (event.buttons === 1) go(event);
    },
  };
}

export function momentUnder(event: MouseEvent, reach = 1): number {
  const box = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : undefined;
  if (!box || box.width === 0) return scale.peek().from;
  return scale.peek().at(((event.clientX - box.left) / box.width) * reach);
}
