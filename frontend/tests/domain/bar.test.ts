// The scale beside a picture, and the veil of a heat map.
import { expect, it } from "vitest";

import { barOf, heightOn, tickInFigures } from "../../src/domain/bar.ts";
import { heatVeil } from "../../src/domain/heat.ts";
import { WAVE_ZERO } from "../../src/domain/paint.ts";

const SCALE = { low: WAVE_ZERO - 1340, high: WAVE_ZERO + 1340 };

it("has its ticks in kPa over either range", () => {
  expect(barOf({ kind: "stiffness", range: 8, colours: "customary" }, SCALE)?.ticks).toEqual([0, 2, 4, 6, 8]);
  expect(barOf({ kind: "stiffness", range: 20, colours: "customary" }, SCALE)?.ticks).toEqual([0, 5, 10, 15, 20]);
});

it("tells how far a wave swings, in radians", () => {
  expect(barOf({ kind: "wave" }, SCALE)?.ticks.map(tickInFigures)).toEqual(["−1.3", "0", "1.3"]);
});

it("has no scale for what has no unit", () => {
  expect(barOf({ kind: "grey" }, SCALE)).toBeNull();
  expect(barOf({ kind: "colour" }, SCALE)).toBeNull();
});

it("points within its ends", () => {
  const bar = { unit: "kPa", low: 0, high: 8, ticks: [] };
  expect([heightOn(bar, 4), heightOn(bar, 19)]).toEqual([0.5, 1]);
});

it("a veil is clear where nothing moved the vote, and of other colours for and against", () => {
  const veil = [...heatVeil(Uint16Array.of(1000, 2000, 0))];
  const [none, pro, contra] = [veil.slice(0, 4), veil.slice(4, 8), veil.slice(8, 12)];
  expect(none[3]).toBe(0);
  expect([pro[3], contra[3]]).toEqual([200, 200]);
  expect(pro.slice(0, 3)).not.toEqual(contra.slice(0, 3));
});
