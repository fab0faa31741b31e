// Measuring on the reading page: the tool in hand, what it is drawing, and the region that comes of it.
import { useState } from "react";

import type { ExamDetail, SliceDetail } from "../../../contract/index.ts";
import { changedTo, NOTHING, redone, undone, type Drawn } from "../../../domain/drawingHistory.ts";
import type { Outline, Point, Shape } from "../../../domain/region.ts";
import { dragged, isEditing, outlineOf, pressed, type Sketch } from "../../../domain/sketch.ts";
import { useFetchProposal } from "../../../state/regions.ts";
import { useMeasurement, type Stroke } from "../../../viewer/index.ts";
import { useSignedIn } from "../../shell/SessionContext.ts";
import { useBook, versionOf } from "./useBook.ts";

const NOTHING_PROPOSED = "Nothing to propose here: too little of the liver is confident. Draw a region, or leave the slice out.";
const NOT_PROPOSED = "The proposed region did not come. Try again.";

export function useMeasuring(exam: ExamDetail, slice: SliceDetail, threshold: number) {
  const { user, can } = useSignedIn();
  const book = useBook(exam, slice, user?.id, threshold);
  const [tool, setTool] = useState<Shape | null>(null);
  const [held, setHeld] = useState<{ slice: number; sketch: Sketch } | null>(null);
  const [isMoving, setMoving] = useState(false);
  const [notice, setNotice] = useState<{ slice: number; text: string } | null>(null);
  const fetchProposal = useFetchProposal();

  // A sketch belongs to the slice on which it was begun.
  const sketch = held?.slice === slice.id ? held.sketch : null;
  const setSketch = (next: Sketch | null) => setHeld(next && { slice: slice.id, sketch: next });
  const { stiffness } = slice.images;

  const take = (outline: Outline | null, origin: Drawn["origin"]) => {
    setSketch(null);
    setTool(null);
    setNotice(null);
    book.step(changedTo(outline ? { outline, origin } : NOTHING));
  };
  const finish = (done: Sketch) => {
    const outline = outlineOf(done);
    if (outline) take(outline, isEditing(done) ? "edited" : "drawn");
    else setSketch(null);
  };
  const propose = () => {
    if (!stiffness) return;
    const say = (text: string) => setNotice({ slice: slice.id, text });
    fetchProposal(exam.id, slice.id, versionOf(stiffness), threshold).then(
      (outline) => (outline ? take(outline, "proposed") : say(NOTHING_PROPOSED)),
      () => say(NOT_PROPOSED),
    );
  };

  const { outline } = book.present;
  const drawn = sketch ? outlineOf(sketch) : null;
  const shown = drawn ?? outline;
  return {
    book,
    tool,
    sketch,
    isMoving,
    mayMeasure: can.review && stiffness !== undefined,
    /** The region as it looks at this moment, under the hand too. */
    shown,
    measurement: useMeasurement(slice.images, shown, threshold),
    threshold,
    notice: notice?.slice === slice.id ? notice.text : "",
    choose: (next: Shape) => {
      setSketch(null);
      setNotice(null);
      setTool(next === tool ? null : next);
    },
    cancel: () => {
      setSketch(null);
      setTool(null);
      setMoving(false);
    },
    close: () => sketch && finish(sketch),
    propose,
    remove: () => take(null, "removed"),
    change: (next: Outline) => take(next, "edited"),
    undo: () => book.step(undone),
    redo: () => book.step(redone),
    toggleMoving: () => setMoving(!isMoving),
    press: ({ at, grip, reach }: Stroke) => {
      if (grip !== null && outline) setSketch(gripped(outline, grip, at));
      if (tool === null) return;
      const next = pressed(tool, sketch, at, reach);
      if ("kind" in next) setSketch(next);
      else take(next, "drawn");
    },
    drag: (at: Point) => sketch && setSketch(dragged(sketch, at)),
    release: () => sketch && sketch.kind !== "polygon" && finish(sketch),
  };
}

const gripped = (before: Outline, grip: { handle: number } | "edge", at: Point): Sketch =>
  grip === "edge" ? { kind: "move", before, from: at, to: at } : { kind: "pull", before, handle: grip.handle, to: null };

export type Measuring = ReturnType<typeof useMeasuring>;
