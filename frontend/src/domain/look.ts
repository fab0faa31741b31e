// How the values of a picture become visible.
import { COLOUR_TABLES, GREYS, SIGNED_COLOURS, type ColourMap, type ColourTable } from "./colours.ts";
import type { RangeKpa } from "./stiffness.ts";

export type Look =
  | { kind: "stiffness"; range: RangeKpa; colours: ColourMap }
  | { kind: "confidence"; colours: ColourMap }
  | { kind: "wave" }
  | { kind: "heat" }
  | { kind: "grey" }
  | { kind: "colour" };

/** One word for a look: pictures painted alike have it in common. */
export function nameOfLook(look: Look): string {
  if (look.kind === "stiffness") return `stiffness-${look.range}-${look.colours}`;
  return look.kind === "confidence" ? `confidence-${look.colours}` : look.kind;
}

/** The colours of a look, from the lowest value to the highest. */
export function tableOf(look: Look): ColourTable {
  if (look.kind === "stiffness" || look.kind === "confidence") return COLOUR_TABLES[look.colours];
  return look.kind === "wave" || look.kind === "heat" ? SIGNED_COLOURS : GREYS;
}
