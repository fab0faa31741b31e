// What the rescan loop prevented, told with the modesty that few cases ask for.
import { describe, expect, it } from "vitest";

import { notRecorded, partOf, sentenceOn } from "../../src/domain/rescans.ts";

const counts = (changes = {}) => ({
  failed_first: 7,
  repeated: 5,
  prevented: 3,
  advice_followed: 3,
  advice_not_followed: 1,
  helped_followed: 3,
  helped_not_followed: 0,
  ...changes,
});

describe("the rescan loop", () => {
  it("counts the repeats of which nobody said whether the advice was followed", () => {
    expect(notRecorded(counts())).toBe(1);
  });

  it("gives a share only where there are enough cases", () => {
    expect([partOf(3, 7), partOf(0, 1), partOf(15, 20)]).toEqual(["3 of 7", "0 of 1", "15 of 20 (75 %)"]);
  });

  it("says when the numbers are small, and when there are none", () => {
    expect(sentenceOn(counts())).toBe(
      "Of 7 exams that failed at first, 5 were repeated in the same session and 3 became diagnostic. Too few for a rate.",
    );
    expect(sentenceOn(counts({ failed_first: 40 }))).not.toContain("Too few");
    expect(sentenceOn(counts({ failed_first: 0 }))).toContain("nothing to prevent");
  });
});
