// One pane: a stack on Cornerstone, what is laid and drawn over it, orientation letters at its edges.
import { useCallback, useEffect, useEffectEvent, useMemo, useState } from "react";

import type { ImageDescription } from "../domain/image.ts";
import { edgeLetters } from "../domain/orientation.ts";
import { isSamePlacement, placeOver, type Placement } from "../domain/placement.ts";
import type { Cursor } from "./cursor.ts";
import { StackView } from "./engine.ts";
import { usePaneGestures, type View } from "./gestures.ts";
import { imageIdOf, type Picture } from "./imageLoader.ts";
import { HatchLayer, HeatLayer } from "./Layer.tsx";
import { CursorMark, Outlines, type Outline } from "./Marks.tsx";
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

type ShowProps = Pick<PaneProps, "stack" | "current" | "view" | "onFailure">;

interface Showing {
  stackView: StackView;
  url: string;
}

/** Shows the current picture; answers which image this viewport shows, null before the first. */
function useShown(stackView: StackView | null, { stack, current, view, onFailure }: ShowProps): string | null {
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
    const note = (now: Showing | null) => (now?.stackView === stackView && now.url === url ? now : { stackView, url });
    show(stackView).then(
      () => isWanted && setShowing(note),
      (error: unknown) => isWanted && fail(error),
    );
    return () => {
      isWanted = false;
    };
  }, [stackView, nameList, index, url]);

  const isShown = showing !== null && showing.stackView === stackView;
  useEffect(() => {
    if (isShown) stackView.setView(view);
  }, [stackView, isShown, nameList, view]);
  return isShown ? showing.url : null;
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

export function ImagePane(props: PaneProps) {
  const { label, current, hatch, heat, outlines, cursor, children } = props;
  const [stackView, mount] = useStackView();
  const shown = useShown(stackView, props);
  const placement = usePlacement(stackView, current.image);
  const gestures = usePaneGestures(stackView, { ...props, placement });
  const letters = edgeLetters(current.image.orientation);
  return (
    <div className="pane" data-shown={shown === current.image.url} data-image={shown} {...gestures}>
      <div ref={mount} className="pane__host" role="img" aria-label={label} />
      {placement && (
        <>
          {heat && <HeatLayer placement={placement} heat={heat} />}
          {hatch && <HatchLayer placement={placement} {...hatch} />}
          {outlines.length > 0 && <Outlines placement={placement} outlines={outlines} />}
          {children?.(placement)}
          <CursorMark placement={placement} cursor={cursor} />
        </>
      )}
      <span className="pane__letter pane__letter--left">{letters.left}</span>
      <span className="pane__letter pane__letter--right">{letters.right}</span>
      <span className="pane__letter pane__letter--top">{letters.top}</span>
      <span className="pane__letter pane__letter--bottom">{letters.bottom}</span>
    </div>
  );
}
