// Pictures brought here before they are looked at.
import { imageLoader } from "@cornerstonejs/core";

import type { ImageDescription } from "../domain/image.ts";
import { imageIdOf, type Picture } from "./imageLoader.ts";
import { loadPixels } from "./pixels.ts";

async function paintAhead(picture: Picture): Promise<void> {
  // Cornerstone is not asked for what does not come: it tells of its failures where nobody hears them.
  await loadPixels(picture.image);
  await imageLoader.loadAndCacheImage(imageIdOf(picture));
}

/** Fetches and paints these pictures, and fetches the maps that are read beside them. */
export async function loadAhead(pictures: readonly Picture[], maps: readonly ImageDescription[]): Promise<void> {
  // Whoever shows one of them will tell if it does not come.
  await Promise.allSettled([...pictures.map(paintAhead), ...maps.map(loadPixels)]);
}
