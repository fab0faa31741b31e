// The colour elastogram, painted from pascals: the same numbers on every screen, clipped maps included.
import { BURNED_IN_COLOUR, colourOf, type Colour } from "./colours.ts";
import { BURNED_IN, stiffnessAt } from "./stiffness.ts";

const BLACK: Colour = [0, 0, 0];

function colourOfPixel(pascals: number): Colour {
  if (pascals === BURNED_IN) return BURNED_IN_COLOUR;
  const stiffness = stiffnessAt(pascals);
  return stiffness === null ? BLACK : colourOf(stiffness);
}

/** RGB bytes (n x 3) of a stiffness map (uint16, Pa): black outside the body, grey under burned-in text. */
export function paintStiffness(map: Uint16Array): Uint8Array {
  const bytes = new Uint8Array(map.length * 3);
  map.forEach((pascals, place) => bytes.set(colourOfPixel(pascals), place * 3));
  return bytes;
}

/** The window (low, high) of a grey picture: all but the darkest and brightest hundredth of its body. */
export function greyWindow(values: Uint16Array): { low: number; high: number } {
  const sorted = values.filter((value) => value > 0).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const low = at(0.01);
  return { low, high: Math.max(low + 1, at(0.99)) };
}
