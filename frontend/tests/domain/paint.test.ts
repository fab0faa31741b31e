// The colour elastogram and the grey window.
import { describe, expect, it } from "vitest";

import { BURNED_IN_COLOUR, COLOUR_TABLES } from "../../src/domain/colours.ts";
import type { Look } from "../../src/domain/look.ts";
import { greyWindow, paint, scaleOf, WAVE_ZERO, waveSwing } from "../../src/domain/paint.ts";
import { BURNED_IN } from "../../src/domain/stiffness.ts";

const STIFFNESS: Look = { kind: "stiffness", range: 8, colours: "customary" };
const TABLE = COLOUR_TABLES.customary;

const paintMap = (map: Uint16Array, look: Look = STIFFNESS): Uint8Array => paint(look, map, scaleOf(look, map));
const paintOne = (pascals: number, look?: Look): number[] => [...paintMap(Uint16Array.of(pascals), look)];

describe("a stiffness map", () => {
  it("clipped to whole kilopascals keeps all its values apart", () => {
    // A map from 0 to 8.000 kPa is what a viewer that rescales by itself turns into zeros.
    const painted = paintMap(Uint16Array.of(0, 2000, 4000, 8000));
    const colours = [0, 1, 2, 3].map((place) => painted.subarray(3 * place, 3 * place + 3).join());
    expect(new Set(colours).size).toBe(4);
    expect(colours[3]).toBe(TABLE.at(-1)?.join());
  });

  it("takes the middle of the table in the middle of the range", () => {
    expect(paintOne(4000)).toEqual([...(TABLE[128] ?? [])]);
  });

  it("takes the last colour beyond the range", () => {
    expect(paintOne(19_000)).toEqual(paintOne(8000));
  });

  it("reaches further in the range for very stiff livers", () => {
    expect(paintOne(20_000, { ...STIFFNESS, range: 20 })).toEqual(paintOne(8000));
  });

  it("is black outside the body", () => {
    expect(paintOne(0)).toEqual([0, 0, 0]);
  });

  it("is grey under burned-in text, which no stiffness ever is", () => {
    expect(paintOne(BURNED_IN)).toEqual([...BURNED_IN_COLOUR]);
    expect(TABLE.map((colour) => colour.join())).not.toContain(BURNED_IN_COLOUR.join());
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

describe("a wave", () => {
  const LOOK: Look = { kind: "wave" };

  it("is black at rest, and of one brightness either way", () => {
    const [rest, up, down] = [0, 2000, -2000].map((swing) =>
      [...paint(LOOK, Uint16Array.of(WAVE_ZERO + swing), { low: WAVE_ZERO - 2000, high: WAVE_ZERO + 2000 })],
    );
    expect(Math.max(...(rest ?? []))).toBeLessThan(4);
    expect(up).not.toEqual(down);
  });

  it("has the scale of all but its strongest fiftieth, air left out", () => {
    const values = Uint16Array.from({ length: 2000 }, (_, place) => WAVE_ZERO + (place < 1000 ? 0 : place));
    expect(waveSwing(values)).toBe(1979);
  });

  it("that is not there does not look like one", () => {
    expect(waveSwing(Uint16Array.of(WAVE_ZERO - 3, WAVE_ZERO + 3))).toBe(500);
  });
});
