// Pictures brought here before they are looked at.
import type { ImageDescription } from "../domain/image.ts";
import { loadLibrary } from "./library.ts";
import { imageIdOf, type Picture } from "./pictures.ts";
import { loadPixels } from "./pixels.ts";

async function paintAhead(picture: Picture): Promise<void> {
  // Cornerstone is not asked for what does not come: it tells of its failures where nobody hears them.
  await loadPixels(picture.image);
  const { keepPainted } = await loadLibrary();
  await keepPainted(imageIdOf(picture));
}

/** Fetches and paints these pictures, and fetches the maps that are read beside them. */
export async function loadAhead(pictures: readonly Picture[], maps: readonly ImageDescription[]): Promise<void> {
  // Whoever shows one of them will tell if it does not come.
  await Promise.allSettled([...pictures.map(paintAhead), ...maps.map(loadPixels)]);
}
