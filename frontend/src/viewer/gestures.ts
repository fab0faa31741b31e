// What the pointer does in a pane: wheel scrolls, wheel with Ctrl zooms, dragging moves, pointing reads; and fingers.
import { useEffect, useEffectEvent, useRef, useState } from "react";

import { worldAt } from "../domain/geometry.ts";
import { toImage, type Placement } from "../domain/placement.ts";
import type { Cursor } from "./cursor.ts";
import type { StackView } from "./engine.ts";
import { Touches, type Touched } from "./touches.ts";

export interface View {
  zoom: number;
  /** Shift to the right and down, as a share of the pane's smaller side. */
  shift: readonly [number, number];
}

export const WHOLE: View = { zoom: 1, shift: [0, 0] };

const STEP = 1.15;
const MOST = 12;

export const zoomed = (view: View, isCloser: boolean): View => zoomedBy(view, isCloser ? STEP : 1 / STEP);

function zoomedBy(view: View, factor: number): View {
  const zoom = Math.min(MOST, Math.max(1, view.zoom * factor));
  const share = zoom / view.zoom;
  return zoom === 1 ? WHOLE : { zoom, shift: [view.shift[0] * share, view.shift[1] * share] };
}

const moved = ({ zoom, shift }: View, across: number, down: number, side: number): View => ({
  zoom,
  shift: [shift[0] + across / side, shift[1] + down / side],
});

const sideOf = ({ width, height }: DOMRect): number => Math.min(width, height);

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

  const [touches] = useState(() => new Touches());
  // Two fingers move twice before the page is drawn again: the second step goes on from the first.
  const newest = useRef(view);
  useEffect(() => {
    newest.current = view;
  }, [view]);
  const change = (next: View): void => {
    newest.current = next;
    onView(next);
  };
  const obey = (touched: Touched, box: DOMRect): void => {
    if (touched.kind === "scroll") onScroll(touched.step);
    else change(moved(zoomedBy(newest.current, touched.spread), ...touched.moved, sideOf(box)));
  };
  const drag = (event: React.PointerEvent<HTMLElement>, box: DOMRect): void => {
    if (event.pointerType === "touch") {
      const touched = touches.move(event.pointerId, [event.clientX, event.clientY]);
      if (touched) obey(touched, box);
    } else if (event.buttons === 1 && event.currentTarget.hasPointerCapture(event.pointerId)) {
      change(moved(newest.current, event.movementX, event.movementY, sideOf(box)));
    }
  };

  return {
    onPointerDown: (event: React.PointerEvent<HTMLElement>) => {
      if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      if (event.pointerType === "touch") touches.start(event.pointerId, [event.clientX, event.clientY]);
    },
    onPointerMove: (event: React.PointerEvent<HTMLElement>) => {
      if (!placement) return;
      const box = event.currentTarget.getBoundingClientRect();
      drag(event, box);
      const point = [event.clientX - box.left, event.clientY - box.top] as const;
      cursor.set(worldAt(placement.image, toImage(placement, point)));
    },
    onPointerUp: (event: React.PointerEvent<HTMLElement>) => touches.end(event.pointerId),
    onPointerCancel: (event: React.PointerEvent<HTMLElement>) => touches.end(event.pointerId),
    onPointerLeave: () => cursor.set(null),
  };
}
