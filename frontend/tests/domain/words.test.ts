// Verdicts, numbers and times in words.
import { describe, expect, it } from "vitest";

import { formatAgo, formatArea, formatConfidence, formatKappa, formatKpa, formatPosition, formatSeconds, formatSince } from "../../src/domain/format.ts";
import { formatWeek, overrideRate, scaleTop, shareAdequate } from "../../src/domain/quality.ts";
import { kilopascal } from "../../src/domain/stiffness.ts";
import { isAcceptable, markOfSlice, needsReason, oppositeQuality, wordsOfSlice } from "../../src/domain/verdict.ts";

describe("the mark of a slice", () => {
  it.each([
    ["assessed", "diagnostic", "check"],
    ["assessed", "non_diagnostic", "cross"],
    ["assessed", "undecided", "question"],
    ["not_assessed", "not_assessed", "dash"],
    ["not_assessed", null, "dash"],
    ["waiting", null, "pulse"],
    ["assessing", null, "pulse"],
  ] as const)("is, for %s and %s, a %s", (state, verdict, mark) => {
    expect(markOfSlice({ state, verdict })).toBe(mark);
  });

  it("always comes with words", () => {
    expect(wordsOfSlice({ state: "assessing", verdict: null })).toBe("Being assessed");
    expect(wordsOfSlice({ state: "assessed", verdict: "undecided" })).toBe("Needs a person");
  });
});

describe("a decision", () => {
  it("can accept a clear verdict only", () => {
    expect([null, "undecided", "not_assessed"].map((one) => isAcceptable(one as null))).toEqual([false, false, false]);
    expect(isAcceptable("non_diagnostic")).toBe(true);
  });

  it("proposes the other side when overriding, and nothing where the members are torn", () => {
    expect(oppositeQuality("diagnostic")).toBe("non_diagnostic");
    expect(oppositeQuality("undecided")).toBeNull();
  });

  it("asks for a reason unless the slice is found diagnostic", () => {
    expect(needsReason("limited")).toBe(true);
    expect(needsReason("diagnostic")).toBe(false);
  });
});

describe("numbers", () => {
  it("carry their units", () => {
    expect(formatKpa(kilopascal(2.41))).toBe("2.4 kPa");
    expect(formatArea(14.21)).toBe("14.2 cm²");
    expect(formatSeconds(0.84)).toBe("0.8 s");
    expect(formatPosition(62.5)).toBe("62.5 mm");
    expect(formatPosition(null)).toBe("position unknown");
  });

  it("never write a confidence as one that it does not reach", () => {
    const written = [0.949, 0.95, 0.57, 0.625, 0.999, 1].map(formatConfidence);
    expect(written).toEqual(["0.94", "0.95", "0.57", "0.62", "0.99", "1.00"]);
  });

  it("carry their interval", () => {
    expect(formatKappa({ value: 0.83, low: 0.76, high: 0.9 })).toBe("0.83 (0.76–0.90)");
  });

  it("are not made up from nothing", () => {
    const none = { exams: 0, assessed: 0, adequate: 0, reviewed_slices: 0, overridden: 0 };
    expect(shareAdequate(none)).toBeNull();
    expect(overrideRate({ ...none, reviewed_slices: 40, overridden: 3 })).toBe(0.075);
  });

  it("set the scale that holds them all", () => {
    expect(scaleTop([null, 0.05])).toBe(0.2);
    expect(scaleTop([0.3, 0.61])).toBe(0.7);
    expect(scaleTop([0.3])).toBe(0.3);
  });

  it("name a week", () => {
    expect(formatWeek("2026-W07")).toBe("Week 7, 2026");
  });
});

it("since when is a time of day, with the date where it was not today", () => {
  const now = Date.parse("2026-11-23T12:00:00");
  expect(formatSince("2026-11-23T09:12:00", now)).toBe("09:12");
  expect(formatSince("2026-11-22T21:05:00", now)).toBe("22 Nov, 21:05");
});

describe("a time", () => {
  const now = Date.parse("2026-11-23T12:00:00Z");

  it.each([
    ["2026-11-23T11:59:58Z", "just now"],
    ["2026-11-23T12:00:20Z", "just now"],
    ["2026-11-23T11:59:20Z", "40 s ago"],
    ["2026-11-23T11:31:00Z", "29 min ago"],
    ["2026-11-23T09:00:00Z", "3 h ago"],
    ["2026-11-01T09:00:00Z", "1 Nov"],
  ])("%s is %s", (at, words) => {
    expect(formatAgo(at, now)).toBe(words);
  });
});
