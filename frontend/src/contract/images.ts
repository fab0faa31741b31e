// The pictures of a slice as they come over the wire: where their pixels are and how they lie in the patient.
import { PIXEL_KINDS } from "../domain/image.ts";
import { list, number, object, oneOf, optional, text } from "./parse.ts";

const image = object({
  url: text,
  rows: number,
  cols: number,
  spacing_mm: list(number),
  orientation: list(number),
  position: list(number),
  frames: number,
  kind: oneOf(PIXEL_KINDS),
});

/** The pictures of a slice by role. */
export const images = object({
  stiffness: optional(image),
  confidence: optional(image),
  magnitude: optional(image),
  wave: optional(image),
  colour: optional(image),
  /** 1 inside the estimated liver. */
  liver: optional(image),
  /** Thousandths + 1000: above 1000 speaks for diagnostic, below against. Made on request. */
  heatmap: optional(image),
});
