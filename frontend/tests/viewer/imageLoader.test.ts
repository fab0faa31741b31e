// Pictures as they are handed to Cornerstone.
import { afterEach, expect, it, vi } from "vitest";

import { STIFFNESS_COLOURS } from "../../src/domain/colours.ts";
import type { ImageDescription } from "../../src/domain/image.ts";
import { describe as describePicture, imageIdOf, loadImage } from "../../src/viewer/imageLoader.ts";

let next = 0;
const picture = (changes: Partial<ImageDescription> = {}): ImageDescription => ({
  url: `/pixels/${(next += 1)}`,
  rows: 1,
  cols: 3,
  spacing_mm: [1.56, 1.4],
  orientation: [1, 0, 0, 0, 1, 0],
  position: [0, 0, 60],
  frames: 1,
  kind: "uint16",
  ...changes,
});

const answer = (values: Uint16Array | Uint8Array) =>
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(values.slice().buffer)));

afterEach(() => vi.unstubAllGlobals());

it("a map clipped to 0 and 8.000 kPa keeps its colours and carries no rescale", async () => {
  answer(Uint16Array.of(0, 8000, 4000));
  const id = imageIdOf(picture(), "stiffness");
  const image = await loadImage(id).promise;
  const pixels = image.getPixelData();
  expect([...pixels.slice(0, 3)]).toEqual([0, 0, 0]);
  expect([...pixels.slice(3, 6)]).toEqual([...(STIFFNESS_COLOURS.at(-1) ?? [])]);
  expect([image.slope, image.intercept, image.color]).toEqual([1, 0, true]);
  expect(describePicture("modalityLutModule", id)).toBeUndefined();
});

it("a grey picture keeps its values and brings its window", async () => {
  answer(Uint16Array.of(0, 100, 300));
  const image = await loadImage(imageIdOf(picture(), "grey")).promise;
  expect([...image.getPixelData()]).toEqual([0, 100, 300]);
  expect(image.color).toBe(false);
  expect([image.minPixelValue, image.maxPixelValue]).toEqual([100, 101]);
});

it("of many frames only the first is shown", async () => {
  answer(Uint16Array.of(1, 2, 3, 4, 5, 6));
  const image = await loadImage(imageIdOf(picture({ frames: 2 }), "grey")).promise;
  expect([...image.getPixelData()]).toEqual([1, 2, 3]);
});

it("a picture that did not come is asked for again the next time", async () => {
  const image = picture();
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 503 })));
  await expect(loadImage(imageIdOf(image, "grey")).promise).rejects.toThrow("503");
  answer(Uint16Array.of(7, 8, 9));
  const second = await loadImage(imageIdOf(image, "grey")).promise;
  expect([...second.getPixelData()]).toEqual([7, 8, 9]);
});
