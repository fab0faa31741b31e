// A reader's layout: kept for them, and for nobody else who reads at this browser.
import { act, renderHook } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";

import { CUSTOMARY_HANGING } from "../../src/domain/hanging.ts";
import { useHanging } from "../../src/state/hanging.ts";

const open = (reader: number) => renderHook(() => useHanging(reader)).result;

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

it("comes back to its reader only", () => {
  const mine = open(3);
  act(() => mine.current[1]({ count: 1, range: 20 }));
  expect(mine.current[0]).toMatchObject({ count: 1, range: 20 });
  expect(open(3).current[0]).toMatchObject({ count: 1, range: 20 });
  expect(open(4).current[0]).toEqual(CUSTOMARY_HANGING);
});

it("changes also where nothing can be kept", () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  const mine = open(3);
  act(() => mine.current[1]({ count: 2 }));
  expect(mine.current[0].count).toBe(2);
});

it("is the customary one where something else lies in its place", () => {
  localStorage.setItem("mreqc.hanging.3", "{");
  expect(open(3).current[0]).toEqual(CUSTOMARY_HANGING);
});
