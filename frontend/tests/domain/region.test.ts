// What an outline encloses, and how it is moved, pulled, grown.
import { describe, expect, it } from "vitest";

import {
  boundsOf,
  closed,
  contains,
  edgeOf,
  ellipseBetween,
  extended,
  grown,
  moved,
  pulled,
  rasterise,
  type Outline,
  type Point,
} from "../../src/domain/region.ts";

const SQUARE: Outline = { shape: "polygon", points: [[1, 1], [4, 1], [4, 4], [1, 4]] };
const CIRCLE: Outline = { shape: "ellipse", points: [[1, 3], [5, 3], [3, 1], [3, 5]] };
const size = { rows: 6, cols: 6 };

/** From one end of an axis to the other. */
const span = (points: readonly Point[], place: number): Point => {
  const [from = [0, 0], to = [0, 0]] = points.slice(place, place + 2);
  return [to[0] - from[0], to[1] - from[1]];
};

const far = (one: Point = [0, 0], other: Point = [0, 0]): number => Math.hypot(one[0] - other[0], one[1] - other[1]);

describe("a pixel", () => {
  it("belongs to the piece on the right of and below an edge through its centre", () => {
    expect(rasterise(SQUARE, size)).toEqual([7, 8, 9, 13, 14, 15, 19, 20, 21]);
  });

  it("belongs to an ellipse whose edge runs through its centre", () => {
    expect(contains(CIRCLE, [1, 3])).toBe(true);
    expect(contains(CIRCLE, [1.4, 1.4])).toBe(false);
  });

  it("beside the picture is left out", () => {
    expect(rasterise(moved(SQUARE, -3, -3), size)).toEqual([0]);
  });
});

describe("an outline", () => {
  it("moves as a whole", () => {
    expect(moved(SQUARE, 0.5, -1).points[0]).toEqual([1.5, 0]);
  });

  it("grows and shrinks around its centre", () => {
    const wider = grown(CIRCLE, 1);
    expect(boundsOf(wider).right).toBeCloseTo(6, 3);
    expect(boundsOf(grown(wider, -1)).right).toBeCloseTo(5, 3);
  });

  it("never shrinks to nothing", () => {
    expect(boundsOf(grown(CIRCLE, -50)).right).toBeCloseTo(5, 3);
  });

  it("follows the one corner that is pulled", () => {
    expect(pulled(SQUARE, 2, [5.123, 5]).points).toEqual([[1, 1], [4, 1], [5.12, 5], [1, 4]]);
  });

  it("is none of two points", () => {
    expect(closed("polygon", [[1, 1], [2, 2]])).toBeNull();
  });
});

describe("an ellipse", () => {
  it("fills the box between two corners", () => {
    expect(ellipseBetween([1, 1], [5, 5])).toEqual(CIRCLE);
    expect(ellipseBetween([5, 5], [1, 1])).toEqual(CIRCLE);
    expect(ellipseBetween([1, 1], [5, 2])).toBeNull();
  });

  it.each([0, 1, 2, 3])("keeps centre, right angle and other axis when end %i is pulled", (handle) => {
    const before = pulled(CIRCLE, 0, [-1, 3]);
    const after = pulled(before, handle, [6, 6]).points;
    expect(after[handle]).toEqual([6, 6]);
    const [one, other] = [span(after, 0), span(after, 2)];
    expect(one[0] * other[0] + one[1] * other[1]).toBeCloseTo(0, 0);
    expect(far(after[handle % 2 === 0 ? handle + 1 : handle - 1], [0, 0])).toBeCloseTo(0, 1);
    expect(Math.hypot(...(handle < 2 ? other : one))).toBeCloseTo(handle < 2 ? 4 : 8, 1);
  });

  it("is drawn by points on its edge", () => {
    for (const point of edgeOf(CIRCLE)) expect(far(point, [3, 3])).toBeCloseTo(2, 6);
  });
});

describe("a freehand line", () => {
  it("leaves out what is finer than a pixel", () => {
    const line = extended(extended([[1, 1]], [1.2, 1]), [2, 1]);
    expect(line).toEqual([[1, 1], [2, 1]]);
  });
});
