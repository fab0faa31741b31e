// One pane: a stack on Cornerstone, what is laid and drawn over it, orientation letters at its edges.
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";

import type { ImageDescription } from "../domain/image.ts";
import { edgeLetters } from "../domain/orientation.ts";
import { isSamePlacement, placeOver, type Placement } from "../domain/placement.ts";
import type { Cursor } from "./cursor.ts";
import type { StackView } from "./engine.ts";
import { usePaneGestures, WHOLE, type View } from "./gestures.ts";
import { imageIdOf, type Picture } from "./pictures.ts";
import { HatchLayer, HeatLayer } from "./Layer.tsx";
import { loadLibrary, noteDrawn } from "./library.ts";
import { CursorMark, Outlines, type Outline } from "./Marks.tsx";
import { Poster } from "./Poster.tsx";
import "./pane.css";

export interface PaneProps {
  /** For those who hear the page. */
  label: string;
  /** The pictures of all slices, head to foot, of a film all its frames. */
  stack: Picture[];
  /** The one to show. */
  current: Picture;
  /** Confidence of the shown slice, hatched where it is under the threshold; null where no hatch is wanted. */
  hatch: { confidence: ImageDescription; threshold: number } | null;
  /** A heat map to lay over the picture. */
  heat: ImageDescription | null;
  outlines: readonly Outline[];
  view: View;
  onView: (view: View) => void;
  onScroll: (step: number) => void;
  cursor: Cursor;
  onFailure: (error: unknown) => void;
  /** A layer over all others that knows where the picture lies, such as a tool to draw with. */
  children?: (placement: Placement) => React.ReactNode;
}

/** The viewport of an element, from when the image library is there to unmount. */
function useStackView(onFailure: (error: unknown) => void) {
  const host = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<StackView | null>(null);
  const fail = useEffectEvent(onFailure);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let created: StackView | null = null;
    let isGone = false;
    loadLibrary()
      .then(({ StackView }) => {
        if (isGone) return;
        created = new StackView(element);
        setView(created);
      })
      .catch((error: unknown) => !isGone && fail(error));
    return () => {
      isGone = true;
      created?.destroy();
      setView(null);
    };
  }, []);
  return [view, host] as const;
}

type ShowProps = Pick<PaneProps, "stack" | "current" | "view" | "onFailure">;

interface Showing {
  stackView: StackView;
  url: string;
  /** The names of the stack. */
  stack: string;
}

/** Shows the current picture; answers what this viewport shows, null before the first. */
function useShown(stackView: StackView | null, { stack, current, view, onFailure }: ShowProps) {
  const fail = useEffectEvent(onFailure);
  const [showing, setShowing] = useState<Showing | null>(null);
  const names = stack.map(imageIdOf);
  const index = names.indexOf(imageIdOf(current));
  const nameList = names.join(" ");
  const { url } = current.image;
  const show = useEffectEvent((target: StackView) => target.show(names, index));
  useEffect(() => {
    if (!stackView) return;
    let isWanted = true;
    // The frames of a film share their image: nothing is drawn anew in React for each of them.
    const note = (now: Showing | null) =>
      now?.stackView === stackView && now.url === url && now.stack === nameList ? now : { stackView, url, stack: nameList };
    show(stackView).then(
      () => isWanted && setShowing(note),
      (error: unknown) => isWanted && fail(error),
    );
    return () => {
      isWanted = false;
    };
  }, [stackView, nameList, index, url]);

  const shown = showing?.stackView === stackView ? showing : null;
  const shownStack = shown?.stack;
  useEffect(() => {
    if (shownStack !== undefined) stackView?.setView(view);
  }, [stackView, shownStack, view]);
  return { url: shown?.url ?? null, isStackShown: shownStack === nameList };
}

/** Where the picture lies in the pane; a new object only when it lies elsewhere. */
function usePlacement(stackView: StackView | null, image: ImageDescription): Placement | null {
  const [placement, setPlacement] = useState<Placement | null>(null);
  const find = useEffectEvent((target: StackView) => {
    const found = target.placementOf(image);
    if (!isSamePlacement(found, placement)) setPlacement(found);
  });
  useEffect(() => stackView?.onRendered(() => find(stackView)), [stackView]);
  // What is drawn over a new slice need not wait until its pixels are here.
  return useMemo(() => placement && placeOver(placement, image), [placement, image]);
}

/** Where the poster lies, null until it is drawn. */
function usePoster({ image }: Picture, isNeeded: boolean) {
  const [drawn, setDrawn] = useState<Placement | null>(null);
  useEffect(() => {
    if (!isNeeded) noteDrawn();
  }, [isNeeded]);
  const note = (placement: Placement | null) => {
    setDrawn(placement);
    noteDrawn();
  };
  return { placement: drawn?.image.url === image.url ? drawn : null, note };
}

type OverlaysProps = Pick<PaneProps, "hatch" | "heat" | "outlines" | "cursor" | "children"> & { placement: Placement };

function Overlays({ placement, hatch, heat, outlines, cursor, children }: OverlaysProps) {
  return (
    <>
      {heat && <HeatLayer placement={placement} heat={heat} />}
      {hatch && <HatchLayer placement={placement} {...hatch} />}
      {outlines.length > 0 && <Outlines placement={placement} outlines={outlines} />}
      {children?.(placement)}
      <CursorMark placement={placement} cursor={cursor} />
    </>
  );
}

export function ImagePane(props: PaneProps) {
  const { label, current, view, onFailure } = props;
  const [stackView, host] = useStackView(onFailure);
  const { url: shown, isStackShown } = useShown(stackView, props);
  // A poster shows the whole picture only.
  const hasPoster = !isStackShown && view === WHOLE;
  const poster = usePoster(current, hasPoster);
  const placed = usePlacement(stackView, current.image);
  const placement = hasPoster ? poster.placement : placed;
  const gestures = usePaneGestures(stackView, { ...props, placement });
  const letters = edgeLetters(current.image.orientation);
  return (
    <div className="pane" data-shown={shown === current.image.url} data-image={shown} {...gestures}>
      <div ref={host} className="pane__host" role="img" aria-label={label} />
      {hasPoster && <Poster picture={current} onDrawn={poster.note} />}
      {placement && <Overlays {...props} placement={placement} />}
      <span className="pane__letter pane__letter--left">{letters.left}</span>
      <span className="pane__letter pane__letter--right">{letters.right}</span>
      <span className="pane__letter pane__letter--top">{letters.top}</span>
      <span className="pane__letter pane__letter--bottom">{letters.bottom}</span>
    </div>
  );
}
