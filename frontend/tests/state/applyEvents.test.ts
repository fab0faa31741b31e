// What an event makes of the data that a page already has.
import { describe, expect, it } from "vitest";

import type { LiveEvent } from "../../src/contract/index.ts";
import { applyToExam, applyToPage, isArrival } from "../../src/state/applyEvents.ts";
import { exam, examChanged, page, review, reviewAdded, sliceChanged, tile } from "../examples.ts";

describe("a page of the worklist", () => {
  it("takes over the exam's new verdict and remembers the event's number", () => {
    const after = applyToPage(page(), examChanged(11, { verdict: "adequate", state: "final" }));
    expect(after.results[0]).toMatchObject({ verdict: "adequate", state: "final", patient: "S. A. (4711)" });
    expect(after.seq).toBe(11);
  });

  it("does not go back to an event that it already contains", () => {
    expect(applyToPage(page({ seq: 11 }), examChanged(11, { verdict: "inadequate" })).results[0]?.verdict).toBe("limited");
  });

  it("shows that the verdict was seen, and that a late slice made it unseen again", () => {
    const seen = applyToPage(page(), examChanged(11, { seen_at: "2026-11-23T07:00:09Z" }));
    expect(seen.results[0]?.seen_at).toBe("2026-11-23T07:00:09Z");
    expect(applyToPage(seen, examChanged(12, { seen_at: null })).results[0]?.seen_at).toBeNull();
  });

  it("leaves other exams alone", () => {
    expect(applyToPage(page(), examChanged(11, { verdict: "adequate" }, "exam-2")).results[0]?.verdict).toBe("limited");
  });

  it("shows a reader's ring and counts it", () => {
    const after = applyToPage(page(), reviewAdded(11)).results[0];
    expect(after?.slices[0]?.reviewed_quality).toBe("diagnostic");
    expect(after?.reviewed_slices).toBe(1);
  });

  it("puts a slice that came late at its place, head to foot", () => {
    const after = applyToPage(page(), sliceChanged(11, { id: 7, location_mm: 120, verdict: "undecided" }));
    expect(after.results[0]?.slices.map((one) => one.id)).toEqual([7, 1]);
  });

  it("shows who is reading", () => {
    const event: LiveEvent = { seq: 11, at: "", exam: "exam-1", kind: "reading.changed", data: { readers: ["Rita"] } };
    expect(applyToPage(page(), event).results[0]?.readers).toEqual(["Rita"]);
  });
});

describe("an exam in full", () => {
  it("takes a new assessment into its slice and keeps the pictures", () => {
    const before = exam();
    const after = applyToExam(before, sliceChanged(11, { verdict: "non_diagnostic", assessment: 77 }));
    expect(after.slices[0]).toMatchObject({ verdict: "non_diagnostic", assessment: 77 });
    expect(after.slices[0]?.images).toBe(before.slices[0]?.images);
  });

  it("adds a decision once, however often it is told", () => {
    const once = applyToExam(exam(), reviewAdded(11));
    const twice = applyToExam(once, reviewAdded(12));
    expect(twice.slices[0]?.reviews.map((one) => one.id)).toEqual([9]);
  });

  it("adds a change of mind below the first decision", () => {
    const first = applyToExam(exam(), reviewAdded(11));
    const second = applyToExam(first, reviewAdded(12, review({ id: 10, decision: "override", quality: "limited" })));
    expect(second.slices[0]?.reviews.map((one) => one.id)).toEqual([9, 10]);
    expect(second.slices[0]?.reviewed_quality).toBe("limited");
  });

  it("does not invent slices that it has not fetched", () => {
    const event = examChanged(11, { slices: [tile(), tile({ id: 99, location_mm: 50 })] });
    expect(applyToExam(exam(), event).slices.map((one) => one.id)).toEqual([1, 2]);
  });
});

it("an exam arrives while it has no verdict yet, and not when it opens anew", () => {
  expect(isArrival(examChanged(11, { state: "receiving", verdict: null }))).toBe(true);
  expect(isArrival(examChanged(11, { state: "receiving", verdict: "adequate" }))).toBe(false);
});
