// The colour elastogram and the grey window.
import { describe, expect, it } from "vitest";

import { BURNED_IN_COLOUR, STIFFNESS_COLOURS } from "../../src/domain/colours.ts";
import { greyWindow, paintStiffness } from "../../src/domain/paint.ts";
import { BURNED_IN } from "../../src/domain/stiffness.ts";

const paintOne = (pascals: number): number[] => [...paintStiffness(Uint16Array.of(pascals))];

describe("a stiffness map", () => {
  it("clipped to whole kilopascals keeps all its values apart", () => {
    // A map from 0 to 8.000 kPa is what a viewer that rescales by itself turns into zeros.
    const painted = paintStiffness(Uint16Array.of(0, 2000, 4000, 8000));
    const colours = [0, 1, 2, 3].map((place) => painted.subarray(3 * place, 3 * place + 3).join());
    expect(new Set(colours).size).toBe(4);
    expect(colours[3]).toBe(STIFFNESS_COLOURS.at(-1)?.join());
  });

  it("takes the middle of the table in the middle of the range", () => {
    expect(paintOne(4000)).toEqual([...(STIFFNESS_COLOURS[128] ?? [])]);
  });

  it("takes the last colour beyond the range", () => {
    expect(paintOne(19_000)).toEqual(paintOne(8000));
  });

  it("is black outside the body", () => {
    expect(paintOne(0)).toEqual([0, 0, 0]);
  });

  it("is grey under burned-in text, which no stiffness ever is", () => {
    expect(paintOne(BURNED_IN)).toEqual([...BURNED_IN_COLOUR]);
    expect(STIFFNESS_COLOURS.map((colour) => colour.join())).not.toContain(BURNED_IN_COLOUR.join());
  });
});

describe("the window of a grey picture", () => {
  it("leaves out the air and the brightest hundredth", () => {
    const values = Uint16Array.from({ length: 1000 }, (_, place) => (place < 500 ? 0 : place));
    expect(greyWindow(values)).toEqual({ low: 504, high: 994 });
  });

  it("is never empty", () => {
    expect(greyWindow(new Uint16Array(4))).toEqual({ low: 0, high: 1 });
  });
});
