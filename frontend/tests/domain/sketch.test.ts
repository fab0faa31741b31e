// What the pointer does to a region before it is one.
import { describe, expect, it } from "vitest";

import { isEditing, outlineOf, pressed, dragged, type Sketch } from "../../src/domain/sketch.ts";
import type { Outline, Point } from "../../src/domain/region.ts";

const SQUARE: Outline = { shape: "polygon", points: [[1, 1], [9, 1], [9, 9], [1, 9]] };

/** Sets corner after corner. */
const clicked = (...corners: Point[]): Sketch | Outline =>
  corners.reduce<Sketch | Outline | null>(
    (sketch, corner) => pressed("polygon", sketch && "kind" in sketch ? sketch : null, corner, 2),
    null,
  ) ?? SQUARE;

describe("a polygon", () => {
  it("grows corner by corner, with a line to where the pointer is", () => {
    const two = clicked([1, 1], [9, 1]) as Sketch;
    expect(dragged(two, [9, 9])).toEqual({ kind: "polygon", points: [[1, 1], [9, 1]], ahead: [9, 9] });
    expect(outlineOf(two)).toBeNull();
  });

  it("ends on its first corner", () => {
    expect(clicked([1, 1], [9, 1], [9, 9], [1, 9], [2, 2])).toEqual(SQUARE);
  });

  it("does not end there before it encloses something", () => {
    expect(clicked([1, 1], [9, 1], [1.2, 1.2])).toMatchObject({ points: [[1, 1], [9, 1], [1.2, 1.2]] });
  });

  it("takes a double click for one corner", () => {
    expect(clicked([1, 1], [9, 1], [9, 1.1])).toMatchObject({ points: [[1, 1], [9, 1]] });
  });
});

describe("a freehand line", () => {
  it("follows the hand and closes by itself", () => {
    const path: Point[] = [[9, 1], [9, 9], [1, 9]];
    const line = path.reduce<Sketch>(dragged, pressed("freehand", null, [1, 1], 2) as Sketch);
    expect(outlineOf(line)).toEqual({ ...SQUARE, shape: "freehand" });
  });
});

describe("an ellipse", () => {
  it("fills the box that is dragged", () => {
    const box = dragged(pressed("ellipse", null, [1, 1], 2) as Sketch, [9, 5]);
    expect(outlineOf(box)?.points).toEqual([[1, 3], [9, 3], [5, 1], [5, 5]]);
  });
});

describe("a region that is there", () => {
  it("follows the handle that is pulled", () => {
    const pull: Sketch = { kind: "pull", before: SQUARE, handle: 0, to: null };
    expect(outlineOf(pull)).toEqual(SQUARE);
    expect(outlineOf(dragged(pull, [0, 0]))?.points[0]).toEqual([0, 0]);
    expect(isEditing(pull)).toBe(true);
  });

  it("moves as far as the pointer", () => {
    const move: Sketch = { kind: "move", before: SQUARE, from: [5, 5], to: [5, 5] };
    expect(outlineOf(dragged(move, [6, 4]))?.points[0]).toEqual([2, 0]);
  });
});
