// The raw pixels of a picture: fetched once, shared by panes, hatch and readout.
import type { ImageDescription } from "../domain/image.ts";

export type Pixels = Uint16Array | Uint8Array;

/** Enough for two exams of eight slices with every role; the browser's own cache holds the rest. */
const KEPT = 96;

const kept = new Map<string, Promise<Pixels>>();

async function fetchPixels({ url, kind }: ImageDescription): Promise<Pixels> {
  const response = await fetch(url, { credentials: "same-origin" });
  if (!response.ok) throw new Error(`The picture did not come (${response.status}).`);
  const bytes = await response.arrayBuffer();
  return kind === "uint16" ? new Uint16Array(bytes) : new Uint8Array(bytes);
}

/** All frames of a picture, one after the other. A failed fetch is tried anew the next time. */
export function loadPixels(image: ImageDescription): Promise<Pixels> {
  const known = kept.get(image.url);
  if (known) return known;
  const loading = fetchPixels(image);
  kept.set(image.url, loading);
  loading.catch(() => kept.delete(image.url));
  const oldest = kept.keys().next();
  if (kept.size > KEPT && !oldest.done) kept.delete(oldest.value);
  return loading;
}

/** A map of one value a pixel; the wire sends these as 16 bits. */
export async function loadMap(image: ImageDescription): Promise<Uint16Array> {
  const pixels = await loadPixels(image);
  if (!(pixels instanceof Uint16Array)) throw new Error("This picture holds colours, not values.");
  return pixels;
}
