// Where a picture lies in its pane, and what is drawn there.
import { expect, it } from "vitest";

import type { ImageDescription } from "../../src/domain/image.ts";
import { outlinePath } from "../../src/domain/outline.ts";
import { isSamePlacement, placementOf, placeOver, placeWhole, toImage, toScreen } from "../../src/domain/placement.ts";

const image = (url: string, spacing: number, position: number[]): ImageDescription => ({
  url,
  rows: 4,
  cols: 4,
  spacing_mm: [spacing, spacing],
  orientation: [1, 0, 0, 0, 1, 0],
  position,
  frames: 1,
  kind: "uint16",
});
const coarse = image("/coarse", 2, [0, 0, 50]);
const placement = placementOf(coarse, [100, 40], [110, 40], [100, 50]);

it("a place goes to the screen and back", () => {
  const point = toScreen(placement, { row: 2, col: 1.5 });
  expect(point).toEqual([115, 60]);
  expect(toImage(placement, point)).toEqual({ row: 2, col: 1.5 });
});

it("also where the picture is turned", () => {
  const turned = placementOf(coarse, [100, 40], [100, 30], [110, 40]);
  expect(toImage(turned, toScreen(turned, { row: 3, col: 1 }))).toEqual({ row: 3, col: 1 });
});

it("an image of finer pixels lies where the patient has it", () => {
  const fine = image("/fine", 1, [1, 0, 80]);
  expect(toScreen(placeOver(placement, fine), { row: 2, col: 1 })).toEqual([110, 50]);
});

it("fits a whole picture into its pane, upright, in the middle, with the patient's proportions", () => {
  const oblong = { ...coarse, rows: 2, spacing_mm: [3, 2] };
  const whole = placeWhole(oblong, 100, 60);
  expect(toScreen(whole, { row: -0.5, col: -0.5 })).toEqual([10, 0]);
  expect(toScreen(whole, { row: 1.5, col: 3.5 })).toEqual([90, 60]);
});

it("is the same as long as nothing is moved", () => {
  const again = placementOf(coarse, [100, 40], [110, 40], [100, 50]);
  const moved = placementOf(coarse, [100.5, 40], [110.5, 40], [100.5, 50]);
  expect([isSamePlacement(placement, again), isSamePlacement(placement, moved)]).toEqual([true, false]);
  expect(isSamePlacement(null, placement)).toBe(false);
});

it("an outline goes along the edges of its pixels", () => {
  expect(outlinePath([0, 0, 0, 1], 2, 2)).toBe("M0.5 0.5h1M0.5 0.5v1M1.5 0.5v1M0.5 1.5h1");
});

it("an outline leaves no line inside, and none where there is no region", () => {
  expect(outlinePath([1, 1], 1, 2).match(/M/g)).toHaveLength(6);
  expect(outlinePath([0, 0], 1, 2)).toBe("");
});
