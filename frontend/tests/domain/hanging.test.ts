// The hanging protocol: what hangs when an exam lacks a role, and what is kept of a reader's choices.
import { describe, expect, it } from "vitest";

import { availableRoles, CUSTOMARY_HANGING, hang, readHanging, withRole } from "../../src/domain/hanging.ts";
import type { ImageDescription, SliceImages } from "../../src/domain/image.ts";

const image: ImageDescription = {
  url: "/pixels",
  rows: 4,
  cols: 4,
  spacing_mm: [1, 1],
  orientation: [1, 0, 0, 0, 1, 0],
  position: [0, 0, 0],
  frames: 1,
  kind: "uint16",
};

const rolesOf = (images: SliceImages) => availableRoles([{ images: {} }, { images }]);

describe("the roles of an exam", () => {
  it("are those of which any slice has a picture", () => {
    expect(rolesOf({ stiffness: image, wave: image })).toEqual(["wave", "elastogram"]);
  });

  it("hold a CMOE only where it can be made, or came as a colour picture", () => {
    expect(rolesOf({ stiffness: image, confidence: image })).toContain("cmoe");
    expect(rolesOf({ colour: image })).toEqual(["cmoe"]);
    expect(rolesOf({ confidence: image })).not.toContain("cmoe");
  });
});

describe("what hangs", () => {
  const all = ["magnitude", "wave", "elastogram", "cmoe"] as const;

  it("is what the reader wants where the exam has it", () => {
    const { panes, missing } = hang(CUSTOMARY_HANGING, all);
    expect(panes.map(({ role }) => role)).toEqual(CUSTOMARY_HANGING.roles);
    expect(missing).toEqual([]);
  });

  it("leaves out what is missing and tells it", () => {
    const { panes, missing } = hang(CUSTOMARY_HANGING, ["magnitude", "elastogram", "cmoe"]);
    expect(panes.map(({ place }) => place)).toEqual([0, 1, 2]);
    expect(missing).toEqual(["wave"]);
  });

  it("is never nothing: the first picture that there is takes the room", () => {
    const { panes, missing } = hang({ count: 1, roles: ["elastogram"] }, ["cmoe"]);
    expect(panes).toEqual([{ place: 0, role: "cmoe" }]);
    expect(missing).toEqual(["elastogram"]);
  });
});

describe("a reader's choices", () => {
  it("come back as they were kept", () => {
    const chosen = { ...CUSTOMARY_HANGING, count: 2, range: 20, direction: "backwards" } as const;
    expect(readHanging(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
  });

  it.each([null, "nonsense", 7, { count: 3, roles: ["x-ray"], speed: "fast" }])(
    "are the customary ones where %j was kept",
    (kept) => {
      expect(readHanging(kept)).toEqual(CUSTOMARY_HANGING);
    },
  );

  it("hang a role once: two panes change places", () => {
    expect(withRole(["elastogram", "cmoe", "magnitude", "wave"], 0, "wave")).toEqual([
      "wave",
      "cmoe",
      "magnitude",
      "elastogram",
    ]);
  });
});
