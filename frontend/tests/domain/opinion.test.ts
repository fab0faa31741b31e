// The opinion in words, and where an index lies.
import { describe, expect, it } from "vitest";

import {
  formatCalibrated,
  formatIndex,
  formatLikelihood,
  placeOnBar,
  standingOf,
  wordsOfCrosscheck,
  wordsOfOpinion,
} from "../../src/domain/opinion.ts";

const band = [0.21, 0.84];

describe("the ensemble", () => {
  it("stands by a verdict outside its band", () => {
    expect(wordsOfOpinion({ probability: 0.93, abstains: false, band })).toContain("stands by");
  });

  it("names its band where it abstains", () => {
    expect(wordsOfOpinion({ probability: 0.5, abstains: true, band })).toMatch(/between 21\s% and 84\s%/);
  });

  it("says so where votes and probability differ", () => {
    expect(wordsOfOpinion({ probability: 0.9, abstains: true, band })).toContain("do not agree");
  });

  it("gives a decimal to what is calibrated", () => {
    expect(formatCalibrated(0.9312)).toBe("93.1 %");
    expect([0.9996, 1, 0.0004].map(formatCalibrated)).toEqual([">99.9 %", ">99.9 %", "<0.1 %"]);
  });
});

describe("a likelihood", () => {
  it.each([
    [1, ">99 %"],
    [0.9901, ">99 %"],
    [0.99, "99 %"],
    [0.81, "81 %"],
    [0.01, "1 %"],
    [0.0099, "<1 %"],
    [0, "<1 %"],
  ])("of %s is told as %s", (share, told) => {
    expect(formatLikelihood(share)).toBe(told);
  });
});

describe("an index", () => {
  it.each([
    [12, [8, 60], "higher", "normal"],
    [5, [8, 60], "higher", "below"],
    [90, [8, 60], "higher", "normal"],
    [90, [8, 60], "lower", "above"],
    [5, [8, 60], "lower", "normal"],
    [5, [8, 60], "inside", "below"],
    [90, [8, 60], "inside", "above"],
    [null, [8, 60], "inside", "unknown"],
    [5, null, "inside", "unknown"],
  ] as const)("of %s against %s, better %s, is %s", (value, normal, better, standing) => {
    expect(standingOf({ value, normal, better })).toBe(standing);
  });

  it("lies on its bar between the ends, however far out", () => {
    const at = (value: number) => placeOnBar({ value, normal: [10, 20], better: "inside" })?.value;
    expect([at(10), at(15), at(20)].map((place) => place?.toFixed(3))).toEqual(["0.333", "0.500", "0.667"]);
    expect([at(-1000), at(1000)]).toEqual([0, 1]);
    expect(placeOnBar({ value: 3, normal: null, better: "inside" })).toBeNull();
  });

  it("shows the digits that count", () => {
    expect(formatIndex(12.345, "dB")).toBe("12.3 dB");
    expect(formatIndex(0.00412, "")).toBe("0.00412");
  });
});

describe("the cross-check", () => {
  it("says from what it was made and whether it agrees", () => {
    expect(wordsOfCrosscheck(1.1, "phase")).toMatch(/raw phase.*bears/);
    expect(wordsOfCrosscheck(0.5, "wave")).toMatch(/wave images.*more than 15 %/);
  });
});
