// One session at the scanner in words: what to do, how long it took, what is away.
import { describe, expect, it } from "vitest";

import { sideBySide } from "../../src/domain/attempts.ts";
import { formatCrosscheck } from "../../src/domain/format.ts";
import { isSameTerms, readTerms } from "../../src/domain/policy.ts";
import {
  adviceOn,
  attemptInShort,
  formatElapsed,
  formatWait,
  missingSlices,
  secondsBetween,
  verdictAt,
  wordsOfOutcome,
} from "../../src/domain/session.ts";
import { kilopascal } from "../../src/domain/stiffness.ts";
import { isLongWait, queueTrouble, troublesOf, vendorTrouble } from "../../src/domain/trouble.ts";
import type { SliceVerdict } from "../../src/domain/verdict.ts";

const slices = (...verdicts: (SliceVerdict | null)[]) =>
  verdicts.map((verdict) => ({ state: verdict === null ? ("assessing" as const) : ("assessed" as const), verdict }));

describe("the advice", () => {
  it("lets the patient go only on a final verdict", () => {
    const enough = { verdict: "adequate", slices: slices("diagnostic") } as const;
    expect(adviceOn({ ...enough, state: "provisional" })).toBe("Enough so far; wait for the last slices.");
    expect(adviceOn({ ...enough, state: "final" })).toBe("Enough. No repeat is needed.");
  });

  it("sends to the eye what could not be assessed, even before the end", () => {
    expect(adviceOn({ state: "provisional", verdict: "not_assessed", slices: [] })).toBe("Judge by eye.");
  });

  it.each([
    [["diagnostic", "non_diagnostic"], "Repeat the slices with a cross."],
    [["non_diagnostic", "undecided"], "Repeat the slices with a cross; judge those with a question mark by eye."],
    [["diagnostic", "undecided", "not_assessed"], "Of the slices, judge those with a dash or a question mark by eye."],
    [["diagnostic", "diagnostic"], "No slice failed: repeat with more slices over the liver."],
  ] as const)("on a limited exam with %s is: %s", (verdicts, advice) => {
    expect(adviceOn({ state: "final", verdict: "limited", slices: slices(...verdicts) })).toBe(advice);
  });

  it("does not wait for what cannot come, and keeps a final verdict", () => {
    expect(adviceOn({ state: "receiving", verdict: null, slices: [] }, { isBlind: true })).toBe("Judge by eye.");
    expect(adviceOn({ state: "final", verdict: "adequate", slices: [] }, { isBlind: true })).toBe("Enough. No repeat is needed.");
  });

  it("names what helps against the likely reason", () => {
    const final = { state: "final", slices: slices("diagnostic", "non_diagnostic", "undecided") } as const;
    const remedy = "Tighten the belt, then repeat.";
    expect(adviceOn({ ...final, verdict: "inadequate" }, { remedy })).toBe(remedy);
    expect(adviceOn({ ...final, verdict: "limited" }, { remedy })).toBe(
      "For the slices with a cross: Tighten the belt, then repeat. Also judge those with a question mark by eye.",
    );
    expect(adviceOn({ ...final, verdict: "adequate" }, { remedy })).toBe("Enough. No repeat is needed.");
  });

  it("waits while there is no verdict", () => {
    expect(adviceOn({ state: "receiving", verdict: null, slices: [] })).toBe("Wait: each slice is judged as it arrives.");
  });
});

it("an attempt is told in a glance", () => {
  const failed = slices("non_diagnostic", "non_diagnostic", "undecided", "non_diagnostic", "non_diagnostic");
  expect(attemptInShort({ verdict: "inadequate", slices: failed })).toBe("inadequate, 0 of 5");
});

it("slices are missing only where the scanner told how many come", () => {
  expect([missingSlices(3, 8), missingSlices(3, null), missingSlices(9, 8)]).toEqual([5, 0, 0]);
});

describe("the clock", () => {
  it("starts when the verdict was there", () => {
    const lastImage = Date.parse("2026-11-23T07:00:00Z");
    expect(verdictAt(lastImage, 0.5)).toBe(Date.parse("2026-11-23T07:00:00.500Z"));
    expect(verdictAt(lastImage, null)).toBeNull();
    expect(verdictAt(null, 0.5)).toBeNull();
  });

  it("never runs backwards", () => {
    expect(secondsBetween(2000, 1000)).toBe(0);
  });

  it.each([
    [0.9, "0 s"],
    [59.9, "59 s"],
    [125, "2 min 05 s"],
    [11220, "3 h 07 min"],
  ])("shows %s as %s", (seconds, words) => {
    expect(formatElapsed(seconds)).toBe(words);
  });

  it("does not count while images come", () => {
    expect([0, 2.9, 3].map(formatWait)).toEqual(["now", "now", "3 s"]);
  });
});

describe("what is away", () => {
  const well = { name: "worker", ok: true, since: null } as const;

  it("is silent while everything works", () => {
    expect(troublesOf({ parts: [well], cutSince: null })).toEqual([]);
  });

  it("says what it means for the patient, and since when", () => {
    const [trouble] = troublesOf({ parts: [{ ...well, ok: false, since: "2026-11-23T09:12:00Z" }], cutSince: null });
    expect(trouble?.since).toBe("2026-11-23T09:12:00Z");
    expect(trouble?.meaning).toContain("Judge by eye");
  });

  it("tells first that the page itself is old", () => {
    const troubles = troublesOf({ parts: [{ ...well, ok: false }], cutSince: "2026-11-23T09:12:00Z" });
    expect(troubles.map(({ what }) => what)).toEqual(["This page is cut off", "The assessment does not answer"]);
  });

  it("does not blame the ensemble while the assessment is silent", () => {
    const ensemble = { name: "ensemble", ok: false, since: null } as const;
    const whats = (isWorkerWell: boolean) =>
      troublesOf({ parts: [ensemble, { ...well, ok: isWorkerWell }], cutSince: null }).map(({ what }) => what);
    expect(whats(true)).toEqual(["No ensemble can be used"]);
    expect(whats(false)).toEqual(["The assessment does not answer"]);
  });

  it("calls a wait long after five seconds, and not before", () => {
    const isLong = (secondsSinceImage: number, ...verdicts: (SliceVerdict | null)[]) =>
      isLongWait(slices(...verdicts), secondsSinceImage);
    expect(isLong(4, null, "diagnostic")).toBe(false);
    expect(isLong(60, "diagnostic")).toBe(false);
    expect(isLong(6, null, "diagnostic")).toBe(true);
  });

  it("tells how many slices of others come first", () => {
    const meaning = (queue: number | null) => queueTrouble(slices(null, null), queue).meaning;
    expect(queueTrouble(slices(null, "diagnostic"), null).what).toBe("1 slice still waits for a verdict");
    expect(meaning(14)).toContain("A verdict will come: 12 slices wait before them.");
    expect(meaning(2)).toContain("A verdict will come.");
    expect(meaning(null)).toContain("A verdict will come.");
  });

  it("warns of a scanner whose maker nobody knows", () => {
    expect(vendorTrouble("unknown")?.meaning).toContain("Judge by eye");
    expect(vendorTrouble("GE")).toBeNull();
  });
});

describe("a repeat", () => {
  it.each([
    [null, "inadequate", "Whether the repeat helped is known with the final verdict."],
    [true, "adequate", "The repeat helped: inadequate before, adequate now."],
    [false, "inadequate", "The repeat did not help: still inadequate."],
    [false, "not_assessed", "The repeat did not help: inadequate before."],
  ] as const)("that helped: %s, now %s, is told: %s", (helped, verdict, words) => {
    expect(wordsOfOutcome({ previous_verdict: "inadequate", helped }, verdict)).toBe(words);
  });

  it("stands beside the slices that it repeats, head to foot", () => {
    const at = (...places: (number | null)[]) => places.map((location_mm) => ({ location_mm }));
    const columns = sideBySide(at(110, 90, 70), at(100, 89, null));
    expect(columns.map(({ before, now }) => [before?.location_mm, now?.location_mm])).toEqual([
      [110, undefined],
      [undefined, 100],
      [90, 89],
      [70, undefined],
      [undefined, null],
    ]);
  });
});

it("a repeat of a patient who was laid down anew stands beside it by order", () => {
  const at = (...places: number[]) => places.map((location_mm) => ({ location_mm }));
  const columns = sideBySide(at(134, 122), at(192, 180, 168));
  expect(columns.map(({ before, now }) => [before?.location_mm, now?.location_mm])).toEqual([
    [134, 192],
    [122, 180],
    [undefined, 168],
  ]);
});

describe("a policy as it is typed", () => {
  it("is read when both numbers are allowed", () => {
    expect(readTerms("4", "12.5")).toEqual({ diagnostic_slices: 4, measurable_area_cm2: 12.5 });
  });

  it.each([["", "10"], ["3", ""], ["2.5", "10"], ["0", "10"], ["41", "10"], ["3", "-1"], ["three", "10"]])(
    "is none from “%s” and “%s”",
    (count, area) => {
      expect(readTerms(count, area)).toBeNull();
    },
  );

  it("is previewed only by the very same terms", () => {
    const terms = { diagnostic_slices: 4, measurable_area_cm2: 12.5 };
    expect(isSameTerms(terms, { ...terms })).toBe(true);
    expect(isSameTerms(terms, { ...terms, measurable_area_cm2: 13 })).toBe(false);
    expect(isSameTerms(terms, undefined)).toBe(false);
  });
});

it("our own inversion is told with its distance from the scanner's", () => {
  expect(formatCrosscheck(kilopascal(2.31), 1.04)).toBe("2.31 kPa (+4 %)");
  expect(formatCrosscheck(kilopascal(2.31), 0.8)).toBe("2.31 kPa (−20 %)");
  expect(formatCrosscheck(kilopascal(2.31), 0.998)).toBe("2.31 kPa (0 %)");
});
