// Zooming by hand.
import { expect, it } from "vitest";

import { WHOLE, zoomed } from "../../src/viewer/gestures.ts";

it("never goes below the whole picture, and comes back to its middle", () => {
  expect(zoomed({ zoom: 1.05, shift: [0.2, 0.1] }, false)).toBe(WHOLE);
});

it("keeps what is in the middle of the pane there", () => {
  const before = { zoom: 2, shift: [0.3, 0] as const };
  const after = zoomed(before, true);
  expect(after.shift[0] / after.zoom).toBeCloseTo(before.shift[0] / before.zoom);
});
