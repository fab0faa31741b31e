// Where the CMOE is hatched.
import { expect, it } from "vitest";

import { confidenceAt, CONFIDENCE_THRESHOLD, doubtfulMask, isVerdictThreshold } from "../../src/domain/hatch.ts";

const opacities = (bytes: Uint8ClampedArray): number[] => [...bytes].filter((_, place) => place % 4 === 3);

it("hatches what lies under 0.95 and nothing from there on", () => {
  expect(opacities(doubtfulMask(Uint16Array.of(0, 949, 950, 1000), CONFIDENCE_THRESHOLD))).toEqual([255, 255, 0, 0]);
});

it("follows another threshold", () => {
  expect(opacities(doubtfulMask(Uint16Array.of(499, 500), 0.5))).toEqual([255, 0]);
});

it("reads thousandths as shares", () => {
  expect(confidenceAt(973)).toBeCloseTo(0.973);
});

it("knows the verdict's own threshold also after a slider's rounding", () => {
  expect([isVerdictThreshold(0.1 * 9.5), isVerdictThreshold(0.94)]).toEqual([true, false]);
});
