// Why a slice failed, in one plain sentence, and what cannot be told.
import { describe, expect, it } from "vitest";

import { evidenceFor, untoldIn, type ReasonCode } from "../../src/domain/reasons.ts";

const index = (name: string, value: number | null, normal: number[] | null = [8, 60]) => ({
  name,
  label: name === "liver_snr" ? "Liver signal to noise" : "Wave amplitude",
  value,
  unit: name === "liver_snr" ? "" : "rad",
  normal,
});

function slice(probability: number, value: number | null, indices = ["liver_snr", "amplitude"]) {
  const reasons = [{ code: "iron" as ReasonCode, probability, indices }];
  return { evidence: { indices: [index("liver_snr", value), index("amplitude", 0.082, [0.3, 1.2])], reasons, cannot_tell: [] } };
}

describe("the evidence for a reason", () => {
  it("comes from the slice in which the reason is likeliest", () => {
    expect(evidenceFor("iron", [slice(0.6, 5), slice(0.9, 3.12), { evidence: null }])).toBe(
      "Liver signal to noise is 3.1, below its normal range of 8.0 to 60.",
    );
  });

  it("passes over an index without a value", () => {
    expect(evidenceFor("iron", [slice(0.9, null)])).toBe("Wave amplitude is 0.082 rad, below its normal range of 0.30 to 1.2.");
  });

  it.each([
    [90, "above its normal range of 8.0 to 60"],
    [20, "within its normal range of 8.0 to 60"],
  ])("says honestly where %s lies", (value, words) => {
    expect(evidenceFor("iron", [slice(0.9, value)])).toContain(words);
  });

  it("is silent where nothing speaks for the reason", () => {
    expect(evidenceFor("motion", [slice(0.9, 3)])).toBeNull();
    expect(evidenceFor("iron", [])).toBeNull();
  });
});

it("what cannot be told is said once for each cause", () => {
  const untold = (code: ReasonCode, why: string) => ({ code, why });
  const cannot_tell = [untold("motion", "no raw phase images arrived"), untold("no_waves", "no raw phase images arrived.")];
  const told = { evidence: { indices: [], reasons: [], cannot_tell } };
  expect(untoldIn([told, told])).toEqual(["Motion and no waves cannot be told: no raw phase images arrived."]);
});
