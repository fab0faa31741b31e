// From the wire's integers to kilopascals.
import { describe, expect, it } from "vitest";

import { BURNED_IN, OUTSIDE_BODY, stiffnessAt } from "../../src/domain/stiffness.ts";

describe("the stiffness behind a pixel", () => {
  it("is a thousandth of the pascals", () => {
    expect(stiffnessAt(2410)).toBe(2.41);
  });

  it("is kept beyond the colour range", () => {
    expect(stiffnessAt(20000)).toBe(20);
  });

  it("does not exist outside the body", () => {
    expect(stiffnessAt(OUTSIDE_BODY)).toBeNull();
  });

  it("does not exist under burned-in text", () => {
    expect(stiffnessAt(BURNED_IN)).toBeNull();
  });
});
