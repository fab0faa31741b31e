// Which picture of a slice each pane shows, and what it says when there is none.
import type { SliceDetail } from "../../contract/index.ts";
import { CONFIDENCE_THRESHOLD } from "../../domain/hatch.ts";
import type { ImageDescription } from "../../domain/image.ts";
import { RANGE_KPA } from "../../domain/stiffness.ts";
import type { Look } from "../../viewer/index.ts";

export interface Picture {
  image: ImageDescription;
  look: Look;
  /** Laid over as a hatch. */
  confidence: ImageDescription | null;
}

export interface PaneKind {
  name: "elastogram" | "cmoe" | "magnitude";
  title: string;
  hint: (images: SliceDetail["images"]) => string;
  pick: (images: SliceDetail["images"]) => Picture | null;
  missing: (images: SliceDetail["images"]) => string;
}

const picture = (image: ImageDescription | undefined, look: Look, confidence?: ImageDescription): Picture | null =>
  image ? { image, look, confidence: confidence ?? null } : null;

function pickCmoe({ stiffness, confidence, colour }: SliceDetail["images"]): Picture | null {
  if (stiffness && confidence) return picture(stiffness, "stiffness", confidence);
  return picture(colour, "colour");
}

function whyNoCmoe({ stiffness }: SliceDetail["images"]): string {
  return stiffness
    ? "No confidence map came for this slice, so it is not known which pixels can be measured."
    : "No stiffness map came for this slice.";
}

export const PANES: readonly [PaneKind, PaneKind, PaneKind] = [
  {
    name: "elastogram",
    title: "Elastogram",
    hint: () => `Stiffness, 0 to ${RANGE_KPA} kPa`,
    pick: ({ stiffness }) => picture(stiffness, "stiffness"),
    missing: ({ colour }) =>
      colour ? "Only a colour picture came, which holds no numbers." : "No stiffness map came for this slice.",
  },
  {
    name: "cmoe",
    title: "CMOE",
    hint: ({ stiffness, colour }) =>
      colour && !stiffness ? "A colour picture, as the scanner drew it" : `Hatch: confidence under ${CONFIDENCE_THRESHOLD}`,
    pick: pickCmoe,
    missing: whyNoCmoe,
  },
  {
    name: "magnitude",
    title: "Magnitude",
    hint: () => "Anatomy",
    pick: ({ magnitude }) => picture(magnitude, "grey"),
    missing: () => "No magnitude image came for this slice.",
  },
];
