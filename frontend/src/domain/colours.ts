// The customary colours of a stiffness map, as a table shared with the server.
import table from "./stiffnessColours.json";
import { RANGE_KPA, type Kilopascal } from "./stiffness.ts";

export type Colour = readonly [red: number, green: number, blue: number];

/** 256 colours from 0 kPa to the end of the range. */
export const STIFFNESS_COLOURS: readonly Colour[] = table.map(([red = 0, green = 0, blue = 0]) => [red, green, blue]);

/** Where the scanner wrote text into the map. */
export const BURNED_IN_COLOUR: Colour = [112, 112, 112];

export function colourOf(stiffness: Kilopascal): Colour {
  const last = STIFFNESS_COLOURS.length - 1;
  const place = Math.round((stiffness / RANGE_KPA) * last);
  return STIFFNESS_COLOURS[Math.min(last, Math.max(0, place))] ?? BURNED_IN_COLOUR;
}
