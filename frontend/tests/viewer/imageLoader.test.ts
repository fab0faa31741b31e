// Pictures as they are handed to Cornerstone.
import { afterEach, expect, it, vi } from "vitest";

import { COLOUR_TABLES } from "../../src/domain/colours.ts";
import type { ImageDescription } from "../../src/domain/image.ts";
import type { Look } from "../../src/domain/look.ts";
import { describe as describePicture, loadImage } from "../../src/viewer/imageLoader.ts";
import { imageIdOf } from "../../src/viewer/pictures.ts";

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

const STIFFNESS: Look = { kind: "stiffness", range: 8, colours: "customary" };
const GREY: Look = { kind: "grey" };

const load = (image: ImageDescription, look: Look, frame = 0) => loadImage(imageIdOf({ image, look, frame })).promise;

const answer = (values: Uint16Array | Uint8Array) =>
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(values.slice().buffer)));

afterEach(() => vi.unstubAllGlobals());

it("a map clipped to 0 and 8.000 kPa keeps its colours and carries no rescale", async () => {
  answer(Uint16Array.of(0, 8000, 4000));
  const id = imageIdOf({ image: picture(), look: STIFFNESS, frame: 0 });
  const image = await loadImage(id).promise;
  const pixels = image.getPixelData();
  expect([...pixels.slice(0, 3)]).toEqual([0, 0, 0]);
  expect([...pixels.slice(3, 6)]).toEqual([...(COLOUR_TABLES.customary.at(-1) ?? [])]);
  expect([image.slope, image.intercept, image.color]).toEqual([1, 0, true]);
  expect(describePicture("modalityLutModule", id)).toBeUndefined();
});

it("a grey picture goes from black to white over its window", async () => {
  answer(Uint16Array.of(0, 100, 300));
  const image = await load(picture(), GREY);
  expect([...image.getPixelData()]).toEqual([0, 0, 0, 0, 0, 0, 255, 255, 255]);
});

it("of many frames the one is shown that was asked for", async () => {
  answer(Uint16Array.of(0, 0, 0, 8000, 8000, 8000));
  const film = picture({ frames: 2 });
  const [first, second] = [await load(film, STIFFNESS, 0), await load(film, STIFFNESS, 1)];
  expect([...first.getPixelData()].every((value) => value === 0)).toBe(true);
  expect([...second.getPixelData().slice(0, 3)]).toEqual([...(COLOUR_TABLES.customary.at(-1) ?? [])]);
});

it("a picture that did not come is asked for again the next time", async () => {
  const image = picture();
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 503 })));
  await expect(load(image, GREY)).rejects.toThrow("503");
  answer(Uint16Array.of(7, 8, 9));
  const second = await load(image, GREY);
  expect(second.getPixelData()).toHaveLength(9);
});
