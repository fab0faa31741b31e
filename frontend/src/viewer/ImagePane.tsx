// One pane: a stack on Cornerstone, the overlay above it, orientation letters at its edges.
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";

import type { ImageDescription } from "../domain/image.ts";
import { edgeLetters } from "../domain/orientation.ts";
import { StackView } from "./engine.ts";
import { imageIdOf, type Look } from "./imageLoader.ts";
import { drawOverlay, prepareHatch, type Hatch } from "./overlay.ts";
import { loadMap } from "./pixels.ts";
import { usePaneGestures, type View } from "./gestures.ts";
import "./pane.css";

export interface PaneProps {
  /** For those who hear the page. */
  label: string;
  look: Look;
  /** The pictures of all slices that have this role, head to foot. */
  stack: ImageDescription[];
  /** The one to show. */
  current: ImageDescription;
  /** Confidence of the shown slice, hatched where it is too low; null where no hatch is wanted. */
  confidence: ImageDescription | null;
  view: View;
  onView: (view: View) => void;
  onScroll: (step: number) => void;
  /** Where the pointer is in the patient, in whichever pane. */
  cursor: readonly number[] | null;
  onCursor: (world: readonly number[] | null) => void;
  onFailure: (error: unknown) => void;
}

function useHatch(confidence: ImageDescription | null, onFailure: (error: unknown) => void): Hatch | null {
  const [hatch, setHatch] = useState<Hatch | null>(null);
  const fail = useEffectEvent(onFailure);
  useEffect(() => {
    if (confidence === null) return;
    let isWanted = true;
    loadMap(confidence).then(
      (map) => isWanted && setHatch(prepareHatch(confidence, map)),
      (error: unknown) => isWanted && fail(error),
    );
    return () => {
      isWanted = false;
    };
  }, [confidence]);
  // A hatch of another slice is worse than none.
  return hatch?.image.url === confidence?.url ? hatch : null;
}

/** The viewport of an element, from mount to unmount. */
function useStackView(): [StackView | null, React.RefCallback<HTMLElement>] {
  const [view, setView] = useState<StackView | null>(null);
  const mount = useCallback((host: HTMLElement) => {
    const created = new StackView(host);
    setView(created);
    return () => {
      created.destroy();
      setView(null);
    };
  }, []);
  return [view, mount];
}

export function ImagePane(props: PaneProps) {
  const { label, look, stack, current, confidence, view, cursor, onFailure } = props;
  const overlay = useRef<HTMLCanvasElement>(null);
  const [stackView, mount] = useStackView();
  const hatch = useHatch(confidence, onFailure);
  const fail = useEffectEvent(onFailure);
  const [shown, setShown] = useState<StackView | null>(null);

  const redraw = useEffectEvent(() => {
    if (!overlay.current || !stackView) return;
    drawOverlay(overlay.current, { hatch, cursor, project: (world) => stackView.pointAt(world) });
  });

  const names = stack.map((image) => imageIdOf(image, look));
  const index = names.indexOf(imageIdOf(current, look));
  const nameList = names.join(" ");
  const show = useEffectEvent((target: StackView) => target.show(names, index));
  useEffect(() => {
    if (!stackView) return;
    show(stackView).then(
      () => setShown(stackView),
      (error: unknown) => fail(error),
    );
  }, [stackView, nameList, index]);

  const isShown = shown !== null && shown === stackView;
  useEffect(() => {
    if (isShown) stackView.setView(view);
  }, [stackView, isShown, nameList, view]);

  useEffect(() => stackView?.onRendered(() => redraw()), [stackView]);
  useEffect(() => redraw(), [hatch, cursor, isShown]);

  const gestures = usePaneGestures(stackView, props);
  const letters = edgeLetters(current.orientation);
  return (
    <div ref={mount} className="pane" role="img" aria-label={label} data-shown={isShown} {...gestures}>
      <canvas ref={overlay} className="pane__overlay" />
      <span className="pane__letter pane__letter--left">{letters.left}</span>
      <span className="pane__letter pane__letter--right">{letters.right}</span>
      <span className="pane__letter pane__letter--top">{letters.top}</span>
      <span className="pane__letter pane__letter--bottom">{letters.bottom}</span>
    </div>
  );
}
