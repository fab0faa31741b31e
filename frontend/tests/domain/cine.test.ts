// The wave as a film.
import { expect, it } from "vitest";

import { changedSpeed, frameAt, nextBeat, SPEEDS } from "../../src/domain/cine.ts";

const framesOf = (beats: number[]): number[] => beats.map((beat) => frameAt(beat, 4));

it("shows its frames in order, and begins anew after the last", () => {
  expect(framesOf([0, 1, 2, 3, 4, 5])).toEqual([0, 1, 2, 3, 0, 1]);
});

it("shows them the other way round when it runs backwards", () => {
  const beats = [0];
  for (let step = 0; step < 5; step += 1) beats.push(nextBeat(beats.at(-1) ?? 0, "backwards"));
  expect(framesOf(beats)).toEqual([0, 3, 2, 1, 0, 3]);
});

it("stands still with one frame", () => {
  expect(frameAt(7, 1)).toBe(0);
});

it("stays at its slowest and at its fastest", () => {
  expect(changedSpeed(SPEEDS[0], -1)).toBe(SPEEDS[0]);
  expect(changedSpeed(20, 1)).toBe(20);
  expect(changedSpeed(8, 1)).toBe(12);
});
