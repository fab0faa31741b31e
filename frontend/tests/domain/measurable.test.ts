// The measurable region: the same pieces, areas and kilopascals as the server finds.
import { describe, expect, it } from "vitest";

import type { ImageDescription } from "../../src/domain/image.ts";
import { measure, prepare, type Maps } from "../../src/domain/measurable.ts";
import { BURNED_IN } from "../../src/domain/stiffness.ts";

const COLS = 8;
const ROWS = 4;

/** Pixels of 4 cm2, wider than the liver's edge: nothing is left out for lying near it. */
const image: ImageDescription = {
  url: "/stiffness",
  rows: ROWS,
  cols: COLS,
  spacing_mm: [20, 20],
  orientation: [1, 0, 0, 0, 1, 0],
  position: [0, 0, 0],
  frames: 1,
  kind: "uint16",
};

type Draw = (row: number, col: number) => number;
const drawn = (draw: Draw): Uint16Array =>
  Uint16Array.from({ length: ROWS * COLS }, (_, place) => draw(Math.floor(place / COLS), place % COLS));

const maps = (changes: { [name in "stiffness" | "confidence" | "liver"]?: Draw } = {}): Maps => ({
  image,
  stiffness: drawn(changes.stiffness ?? ((row) => 1000 * (row + 1))),
  confidence: drawn(changes.confidence ?? (() => 1000)),
  liver: drawn(changes.liver ?? (() => 1)),
});

const inside = (isInside: (row: number, col: number) => boolean): Draw => (row, col) => (isInside(row, col) ? 1 : 0);

const pixelsOf = (changes: Parameters<typeof maps>[0], threshold = 0.95): number =>
  measure(prepare(maps(changes)), threshold).area_cm2 / 4;

describe("the measurable region", () => {
  const liver = inside((_, col) => col < 3);

  it("is what is confident in the liver", () => {
    const { area_cm2, mean, median } = measure(prepare(maps({ liver })), 0.95);
    expect([area_cm2, mean, median]).toEqual([48, 2.5, 2.5]);
  });

  it("counts a pixel from the threshold on", () => {
    const confidence: Draw = (row) => [1000, 950, 949, 0][row] ?? 0;
    expect([0.95, 0.9, 0.96].map((threshold) => pixelsOf({ liver, confidence }, threshold))).toEqual([6, 9, 3]);
  });

  it("is the largest piece only; corners do not join", () => {
    const corner = inside((row, col) => (row < 2 && col < 3) || (row === 2 && col === 3));
    const { region, area_cm2 } = measure(prepare(maps({ liver: corner })), 0.95);
    expect(area_cm2).toBe(24);
    expect(region[2 * COLS + 3]).toBe(0);
  });

  it("does not go around the picture's edge", () => {
    expect(pixelsOf({ liver: inside((row, col) => (row === 1 && col === COLS - 1) || (row === 2 && col === 0)) })).toBe(1);
  });

  it("leaves out text in the image and what lies outside the body", () => {
    const stiffness: Draw = (row) => [0, BURNED_IN, 3000, 4000][row] ?? 0;
    const measured = measure(prepare(maps({ liver, stiffness })), 0.95);
    expect(measured).toMatchObject({ area_cm2: 24, mean: 3.5, median: 3.5 });
  });

  it("is nothing where no pixel is confident", () => {
    expect(measure(prepare(maps({ confidence: () => 400 })), 0.5)).toMatchObject({ area_cm2: 0, median: null });
  });
});

describe("the liver's edge", () => {
  const prepared = (spacing: number, changes: Parameters<typeof maps>[0]) =>
    prepare({ ...maps(changes), image: { ...image, spacing_mm: [spacing, spacing] } });

  it("is left out ten millimetres wide, also where it meets a hole", () => {
    const { inner } = prepared(10, { liver: inside((row, col) => col > 1 && !(row === 0 && col === 5)) });
    expect([...inner.slice(0, COLS)]).toEqual([0, 0, 0, 1, 0, 0, 0, 1]);
    expect([...inner.slice(COLS, 2 * COLS)]).toEqual([0, 0, 0, 1, 1, 0, 1, 1]);
  });

  it("reaches as many millimetres along a diagonal", () => {
    const { inner } = prepared(8, { liver: inside((row, col) => row > 0 || col > 0) });
    expect([inner[1], inner[COLS], inner[COLS + 1]]).toEqual([0, 0, 1]);
  });

  it("is not where the picture ends", () => {
    expect([...prepared(1, {}).inner]).not.toContain(0);
  });
});

it("less than a square centimetre is no region", () => {
  const small = { ...image, spacing_mm: [5, 5] };
  const confidence = inside((row, col) => row === 0 && col < 3);
  const speck = prepare({ ...maps({ confidence: (row, col) => 1000 * confidence(row, col) }), image: small });
  expect(measure(speck, 0.95)).toMatchObject({ area_cm2: 0, mean: null, median: null });
});
