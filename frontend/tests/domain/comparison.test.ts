// Two exams of one patient in words.
import { describe, expect, it } from "vitest";

import { formatChange, nameOf, wordsOfChange, wordsOfLonely, wordsOfPlace } from "../../src/domain/comparison.ts";
import { compared, CUSTOMARY_HANGING } from "../../src/domain/hanging.ts";

describe("the other exam", () => {
  it("is an attempt by its number, an earlier exam by its day", () => {
    const at = "2026-03-12T13:05:00";
    expect(nameOf({ relation: "attempt", attempt: 2, arrived_at: at })).toBe("Attempt 2, 13:05");
    expect(nameOf({ relation: "earlier", attempt: 1, arrived_at: at })).toBe("12 Mar 2026");
  });

  it.each([
    [2, "98.0 mm, 2.0 mm nearer the head"],
    [-2.04, "98.0 mm, 2.0 mm nearer the feet"],
    [0.02, "98.0 mm"],
    [null, "98.0 mm"],
  ])("has its slice %s mm away: %s", (distance_mm, told) => {
    expect(wordsOfPlace({ other_location_mm: 98, distance_mm })).toBe(told);
  });

  it("has slices without a partner, told by where they lie", () => {
    expect(wordsOfLonely("Attempt 1", [98])).toBe("Attempt 1 has 1 slice without a partner, at 98.0 mm.");
    expect(wordsOfLonely("Attempt 1", [227, 213, 199])).toBe("Attempt 1 has 3 slices without a partner, from 227.0 mm to 199.0 mm.");
  });

  it("takes half of four panes, and never more than two roles", () => {
    expect([1, 2, 4].map((count) => compared({ ...CUSTOMARY_HANGING, count: count as 1 | 2 | 4 }).count)).toEqual([1, 2, 2]);
  });
});

describe("a change", () => {
  it.each([
    [20.3, "+20.3 %"],
    [-4, "\u22124.0 %"],
    [0, "0.0 %"],
    [-0.02, "0.0 %"],
  ])("of %s is written %s", (percent, written) => {
    expect(formatChange(percent)).toBe(written);
  });

  it("is judged only where it may be", () => {
    expect(wordsOfChange({ exceeds: true }, 19)).toBe("Changed by more than repeatability (19 %)");
    expect(wordsOfChange({ exceeds: false }, 19)).toBe("Within repeatability (19 %)");
    expect(wordsOfChange({ exceeds: null }, 19)).toBe("");
  });
});
