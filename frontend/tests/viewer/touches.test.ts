// What fingers on a pane mean.
import { expect, it } from "vitest";

import { Touches } from "../../src/viewer/touches.ts";

it("scrolls with one finger, a slice for a stretch of its way and back again", () => {
  const touches = new Touches();
  touches.start(1, [50, 100]);
  expect(touches.move(1, [50, 120])).toBeNull();
  expect(touches.move(1, [50, 140])).toEqual({ kind: "scroll", step: 1 });
  expect(touches.move(1, [50, 90])).toEqual({ kind: "scroll", step: -1 });
});

it("zooms and moves with two fingers and does not scroll", () => {
  const touches = new Touches();
  touches.start(1, [0, 0]);
  touches.start(2, [100, 0]);
  expect(touches.move(2, [200, 0])).toEqual({ kind: "pinch", spread: 2, moved: [50, 0] });
});

it("forgets a finger that was lifted", () => {
  const touches = new Touches();
  touches.start(1, [0, 0]);
  touches.end(1);
  expect(touches.move(1, [0, 200])).toBeNull();
});
