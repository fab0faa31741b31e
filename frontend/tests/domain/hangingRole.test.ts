// Putting one role up and taking it down again leaves the reader's other panes alone.
import { describe, expect, it } from "vitest";

import { CUSTOMARY_HANGING, isHung, withLast, without } from "../../src/domain/hanging.ts";

describe("a role that is put up and taken down", () => {
  const hanging = { ...CUSTOMARY_HANGING, count: 2 as const };

  it("takes the last pane that is shown, and gives it back", () => {
    const up = { ...hanging, roles: withLast(hanging, "heatmap") };
    expect(up.roles).toEqual(["elastogram", "heatmap", "magnitude", "wave"]);
    expect(isHung(up, "heatmap")).toBe(true);
    expect(without(up, "heatmap")).toEqual(hanging.roles);
  });

  it("is not hung in a pane that is hidden", () => {
    expect(isHung({ count: 1, roles: ["elastogram", "heatmap", "magnitude", "wave"] }, "heatmap")).toBe(false);
  });

  it("leaves to another role where all the customary ones hang", () => {
    expect(without({ roles: ["elastogram", "cmoe", "magnitude", "heatmap"] }, "heatmap")[3]).toBe("wave");
  });
});
