// Places in the patient, edges of the picture.
import { describe, expect, it } from "vitest";

import { pixelAt, worldAt } from "../../src/domain/geometry.ts";
import type { ImageDescription } from "../../src/domain/image.ts";
import { edgeLetters } from "../../src/domain/orientation.ts";

const axial: ImageDescription = {
  url: "/a",
  rows: 100,
  cols: 200,
  spacing_mm: [2, 1.5],
  orientation: [1, 0, 0, 0, 1, 0],
  position: [-150, -100, 62.5],
  frames: 1,
  kind: "uint16",
};

describe("a pixel", () => {
  it("lies where its column and row carry it", () => {
    expect(worldAt(axial, { row: 10, col: 4 })).toEqual([-144, -80, 62.5]);
  });

  it("is found again at its place, also from another slice", () => {
    expect(pixelAt(axial, [-144, -80, 90])).toEqual({ row: 10, col: 4 });
  });

  it("does not exist beside the picture", () => {
    expect(pixelAt(axial, [-151, -80, 62.5])).toBeNull();
    expect(pixelAt(axial, [-144, 100, 62.5])).toBeNull();
  });

  it("is found in a picture of another matrix", () => {
    const coarse = { ...axial, rows: 50, cols: 100, spacing_mm: [4, 3] };
    expect(pixelAt(coarse, worldAt(axial, { row: 40, col: 60 }))).toEqual({ row: 20, col: 30 });
  });
});

describe("the edges", () => {
  it("of an axial picture show right on the left", () => {
    expect(edgeLetters([1, 0, 0, 0, 1, 0])).toEqual({ left: "R", right: "L", top: "A", bottom: "P" });
  });

  it("of a mirrored picture show left on the left", () => {
    expect(edgeLetters([-1, 0, 0, 0, 1, 0])).toMatchObject({ left: "L", right: "R" });
  });

  it("of a coronal picture show head and feet", () => {
    expect(edgeLetters([1, 0, 0, 0, 0, -1])).toMatchObject({ top: "H", bottom: "F" });
  });

  it("of an oblique picture name both sides, the nearer first", () => {
    expect(edgeLetters([0.9, 0.436, 0, 0, 0, -1]).right).toBe("LP");
  });
});
