// Every step of drawing can be undone and done again.
import { describe, expect, it } from "vitest";

import { begun, changed, NOTHING, redone, undone, type Drawn } from "../../src/domain/drawingHistory.ts";

const at = (col: number): Drawn => ({
  outline: { shape: "polygon", points: [[col, 0], [col + 1, 0], [col, 1]] },
  origin: "drawn",
});

const drawn = changed(changed(begun(NOTHING), at(1)), at(2));

describe("a history", () => {
  it("goes back step by step, and no further than its beginning", () => {
    expect(undone(drawn).present).toEqual(at(1));
    expect(undone(undone(undone(drawn))).present).toEqual(NOTHING);
  });

  it("does again what was undone", () => {
    expect(redone(redone(undone(undone(drawn))))).toEqual(drawn);
    expect(redone(drawn)).toEqual(drawn);
  });

  it("forgets what was undone once something new is drawn", () => {
    const other = changed(undone(drawn), at(7));
    expect(redone(other).present).toEqual(at(7));
    expect(undone(other).present).toEqual(at(1));
  });

  it("brings a removed region back", () => {
    expect(undone(changed(drawn, NOTHING)).present).toEqual(at(2));
  });

  it("takes no step where nothing changed", () => {
    expect(changed(drawn, at(2))).toBe(drawn);
  });
});
