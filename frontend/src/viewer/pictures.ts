// A picture: one frame of an image under one look, with a name, and painted.
import type { ImageDescription } from "../domain/image.ts";
import { nameOfLook, type Look } from "../domain/look.ts";
import { paint, scaleOf, type Scale } from "../domain/paint.ts";
import { loadMap, loadPixels } from "./pixels.ts";

export const SCHEME = "mreqc";

/** One frame of an image under one look. */
export interface Picture {
  image: ImageDescription;
  look: Look;
  frame: number;
}

const known = new Map<string, Picture>();

/** The name under which Cornerstone asks for a picture. */
export function imageIdOf(picture: Picture): string {
  const id = `${SCHEME}:${nameOfLook(picture.look)}:${picture.frame}:${picture.image.url}`;
  known.set(id, picture);
  return id;
}

/** The picture of that name, if one was ever named so. */
export const pictureOf = (imageId: string): Picture | undefined => known.get(imageId);

/** Scales cost a look at every pixel of every frame: once for each set of values and each look. */
const scales = new WeakMap<Uint16Array, Map<string, Scale>>();

export function knownScale(look: Look, values: Uint16Array): Scale {
  const byLook = scales.get(values) ?? new Map<string, Scale>();
  scales.set(values, byLook);
  const name = nameOfLook(look);
  const scale = byLook.get(name) ?? scaleOf(look, values);
  byLook.set(name, scale);
  return scale;
}

/** Its colours, RGB bytes (rows x cols x 3). */
export async function paintPicture({ image, look, frame }: Picture): Promise<Uint8Array> {
  const size = image.rows * image.cols;
  if (look.kind === "colour") {
    return new Uint8Array((await loadPixels(image)).slice(3 * size * frame, 3 * size * (frame + 1)));
  }
  const values = await loadMap(image);
  return paint(look, values.subarray(size * frame, size * (frame + 1)), knownScale(look, values));
}
