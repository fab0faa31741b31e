// What the pointer does in a pane: wheel scrolls, wheel with Ctrl zooms, dragging moves, pointing reads.
import { useEffect, useEffectEvent, useRef } from "react";

import { worldAt } from "../domain/geometry.ts";
import { toImage, type Placement } from "../domain/placement.ts";
import type { Cursor } from "./cursor.ts";
import type { StackView } from "./engine.ts";

export interface View {
  zoom: number;
  /** Shift to the right and down, as a share of the pane's smaller side. */
  shift: readonly [number, number];
}

export const WHOLE: View = { zoom: 1, shift: [0, 0] };

const STEP = 1.15;
const MOST = 12;

export function zoomed(view: View, isCloser: boolean): View {
  const zoom = Math.min(MOST, Math.max(1, view.zoom * (isCloser ? STEP : 1 / STEP)));
  const share = zoom / view.zoom;
  return zoom === 1 ? WHOLE : { zoom, shift: [view.shift[0] * share, view.shift[1] * share] };
}

interface Listeners {
  placement: Placement | null;
  view: View;
  onView: (view: View) => void;
  onScroll: (step: number) => void;
  cursor: Cursor;
}

/** Wheels come in many small steps from a touch pad: this much makes one slice. */
const WHEEL_STEP = 40;

export function usePaneGestures(stackView: StackView | null, listeners: Listeners) {
  const { placement, view, onView, onScroll, cursor } = listeners;
  const wheel = useRef(0);

  const turn = useEffectEvent((event: WheelEvent) => {
    event.preventDefault();
    if (event.ctrlKey) {
      onView(zoomed(view, event.deltaY < 0));
      return;
    }
    wheel.current += event.deltaY;
    if (Math.abs(wheel.current) < WHEEL_STEP) return;
    onScroll(Math.sign(wheel.current));
    wheel.current = 0;
  });

  useEffect(() => {
    const element = stackView?.element.closest<HTMLElement>(".pane");
    if (!element) return;
    // React listens to wheels passively, and a passive listener cannot keep the page from zooming.
    const listen = (event: WheelEvent) => turn(event);
    element.addEventListener("wheel", listen, { passive: false });
    return () => element.removeEventListener("wheel", listen);
  }, [stackView]);

  return {
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => {
      if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => {
      if (!placement) return;
      const box = event.currentTarget.getBoundingClientRect();
      if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId)) {
        const side = Math.min(box.width, box.height);
        onView({ ...view, shift: [view.shift[0] + event.movementX / side, view.shift[1] + event.movementY / side] });
      }
      const point = [event.clientX - box.left, event.clientY - box.top] as const;
      cursor.set(worldAt(placement.image, toImage(placement, point)));
    },
    onPointerLeave: () => cursor.set(null),
  };
}
