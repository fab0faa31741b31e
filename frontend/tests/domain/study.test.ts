// Studies in words, and who is blind to what.
import { describe, expect, it } from "vitest";

import { isBlindTo } from "../../src/domain/blinding.ts";
import { describeChoice, readCount } from "../../src/domain/study.ts";
import { markOfSlice, wordsOfSlice } from "../../src/domain/verdict.ts";

describe("a reader", () => {
  const blinding = { study: "s", to_read: 2, locked: [1] };

  it.each([
    [blinding, 1, false],
    [blinding, 2, true],
    [null, 2, false],
  ])("is blind to what they have not locked (%#)", (given, slice, isBlind) => {
    expect(isBlindTo(given, slice)).toBe(isBlind);
  });

  it("sees that a verdict is withheld, not that it is awaited", () => {
    const withheld = { state: "assessed", verdict: null } as const;
    expect([markOfSlice(withheld), wordsOfSlice(withheld)]).toEqual(["hidden", "Verdict withheld"]);
    expect(markOfSlice({ state: "assessing", verdict: null })).toBe("pulse");
  });
});

describe("the choice of exams", () => {
  const all = { scanners: [], weeks: null, exams: [], sample: null, seed: 1 };

  it.each([
    [all, "Exams of all scanners, of all time"],
    [{ ...all, scanners: ["A", "B"], weeks: 1 }, "Exams of A, B, of the last 1 week"],
    [{ ...all, sample: 20, seed: 7 }, "Exams of all scanners, of all time; 20 exams of them by lot (seed 7)"],
    [{ ...all, exams: ["x"] }, "Exams chosen by hand"],
  ])("is told in words (%#)", (choice, words) => {
    expect(describeChoice(choice)).toBe(words);
  });
});

it.each([
  ["", null],
  [" 4 ", 4],
  ["0", undefined],
  ["x", undefined],
  ["1.5", undefined],
  ["-1", undefined],
])("a count typed as %j is %j", (text, count) => {
  expect(readCount(text, 1)).toBe(count);
});
