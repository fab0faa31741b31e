// Where the CMOE is hatched.
import { expect, it } from "vitest";

import { confidenceAt, doubtfulMask } from "../../src/domain/hatch.ts";

const opacities = (bytes: Uint8ClampedArray): number[] => [...bytes].filter((_, place) => place % 4 === 3);

it("hatches what lies under 0.95 and nothing from there on", () => {
  expect(opacities(doubtfulMask(Uint16Array.of(0, 949, 950, 1000)))).toEqual([255, 255, 0, 0]);
});

it("follows another threshold", () => {
  expect(opacities(doubtfulMask(Uint16Array.of(499, 500), 0.5))).toEqual([255, 0]);
});

it("reads thousandths as shares", () => {
  expect(confidenceAt(973)).toBeCloseTo(0.973);
});
