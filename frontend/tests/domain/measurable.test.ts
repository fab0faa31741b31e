// The measurable region: the same pieces, areas and kilopascals as the server finds.
import { describe, expect, it } from "vitest";

import type { ImageDescription } from "../../src/domain/image.ts";
import { measure, type Maps } from "../../src/domain/measurable.ts";
import { BURNED_IN } from "../../src/domain/stiffness.ts";

const COLS = 8;
const ROWS = 4;

/** Pixels of 1 cm2, so that an area counts them. */
const image: ImageDescription = {
  url: "/stiffness",
  rows: ROWS,
  cols: COLS,
  spacing_mm: [10, 10],
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
  liver: changes.liver ? drawn(changes.liver) : null,
});

const inside = (isInside: (row: number, col: number) => boolean): Draw => (row, col) => (isInside(row, col) ? 1 : 0);

describe("with an estimate of the liver", () => {
  const liver = inside((_, col) => col < 3);

  it("measures what is confident there, wherever in the body it lies", () => {
    const { area_cm2, mean, median } = measure(maps({ liver }), 0.95);
    expect([area_cm2, mean, median]).toEqual([12, 2.5, 2.5]);
  });

  it("counts a pixel from the threshold on", () => {
    const confidence: Draw = (row) => [1000, 950, 949, 0][row] ?? 0;
    expect(measure(maps({ liver, confidence }), 0.95).area_cm2).toBe(6);
    expect(measure(maps({ liver, confidence }), 0.9).area_cm2).toBe(9);
    expect(measure(maps({ liver, confidence }), 0.96).area_cm2).toBe(3);
  });

  it("takes the largest piece only; corners do not join", () => {
    const corner = inside((row, col) => (row < 2 && col < 3) || (row === 2 && col === 3));
    const { region, area_cm2 } = measure(maps({ liver: corner }), 0.95);
    expect(area_cm2).toBe(6);
    expect(region[2 * COLS + 3]).toBe(0);
  });

  it("does not go around the picture's edge", () => {
    const edges = inside((row, col) => (row === 1 && col === COLS - 1) || (row === 2 && col === 0));
    expect(measure(maps({ liver: edges }), 0.95).area_cm2).toBe(1);
  });

  it("leaves out text in the image and what lies outside the body", () => {
    const stiffness: Draw = (row) => [0, BURNED_IN, 3000, 4000][row] ?? 0;
    expect(measure(maps({ liver, stiffness }), 0.95)).toMatchObject({ area_cm2: 6, mean: 3.5, median: 3.5 });
  });
});

it("without one it takes what lies beyond the body's middle on the patient's right", () => {
  expect(measure(maps(), 0.95).area_cm2).toBe(ROWS * (COLS / 2));
  const turned = { ...image, orientation: [-1, 0, 0, 0, 1, 0] };
  const { region } = measure({ ...maps(), image: turned }, 0.95);
  expect([region[0], region[COLS - 1]]).toEqual([0, 1]);
});

it("less than a square centimetre is no region", () => {
  const small = { ...image, spacing_mm: [5, 5] };
  const speck = { ...maps({ liver: inside((row, col) => row === 0 && col < 3) }), image: small };
  expect(measure(speck, 0.95)).toMatchObject({ area_cm2: 0, mean: null, median: null });
});

it("the whole body below every threshold is nothing", () => {
  expect(measure(maps({ confidence: () => 400 }), 0.5).median).toBeNull();
});
